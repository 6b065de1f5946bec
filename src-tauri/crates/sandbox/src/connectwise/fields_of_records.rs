//! The field names of the records, as the vendor documents them (model version 2025.1).
//! One entry per field: `name:kind`; the kinds are explained in `schema.rs`.

pub(super) const COMPANY: &str = "\
    id:n identifier:t name:t status:r addressLine1:t addressLine2:t city:t state:t zip:t \
    country:r phoneNumber:t faxNumber:t website:t territory:r market:r accountNumber:t \
    defaultContact:r dateAcquired:d sicCode:r parentCompany:r annualRevenue:n \
    numberOfEmployees:n yearEstablished:n revenueYear:n ownershipType:r timeZoneSetup:r \
    leadSource:t leadFlag:b unsubscribeFlag:b calendar:r userDefinedField1:t \
    userDefinedField2:t userDefinedField3:t userDefinedField4:t userDefinedField5:t \
    userDefinedField6:t userDefinedField7:t userDefinedField8:t userDefinedField9:t \
    userDefinedField10:t vendorIdentifier:t taxIdentifier:t taxCode:r billingTerms:r \
    invoiceTemplate:r pricingSchedule:r companyEntityType:r billToCompany:r billingSite:r \
    billingContact:r invoiceDeliveryMethod:r invoiceToEmailAddress:t invoiceCCEmailAddress:t \
    deletedFlag:b dateDeleted:d deletedBy:t mobileGuid:t facebookUrl:t twitterUrl:t \
    linkedInUrl:t currency:r territoryManager:r resellerIdentifier:t isVendorFlag:b types:l \
    site:r integratorTags:l _info:i customFields:l";

pub(super) const CONTACT: &str = "\
    id:n firstName:t lastName:t company:r site:r addressLine1:t addressLine2:t city:t state:t \
    zip:t country:r relationship:r relationshipOverride:t department:r inactiveFlag:b \
    defaultMergeContactId:n securityIdentifier:t managerContact:r assistantContact:r title:t \
    school:t nickName:t marriedFlag:b childrenFlag:b children:t significantOther:t \
    portalSecurityLevel:n disablePortalLoginFlag:b unsubscribeFlag:b gender:e(Female|Male) \
    birthDay:t anniversary:t presence:e(NoAgent|Online|DoNotDisturb|Away|Offline) mobileGuid:t \
    facebookUrl:t twitterUrl:t linkedInUrl:t defaultPhoneType:t defaultPhoneNbr:t \
    defaultPhoneExtension:t defaultBillingFlag:b defaultFlag:b userDefinedField1:t \
    userDefinedField2:t userDefinedField3:t userDefinedField4:t userDefinedField5:t \
    userDefinedField6:t userDefinedField7:t userDefinedField8:t userDefinedField9:t \
    userDefinedField10:t companyLocation:r communicationItems:l types:l integratorTags:l \
    customFields:l photo:r _info:i";

pub(super) const CONFIGURATION: &str = "\
    id:n name:t type:r status:r company:r contact:r site:r locationId:n location:r \
    businessUnitId:n department:r deviceIdentifier:t serialNumber:t modelNumber:t tagNumber:t \
    purchaseDate:d installationDate:d installedBy:r warrantyExpirationDate:d vendorNotes:t \
    notes:t macAddress:t lastLoginName:t billFlag:b backupSuccesses:n backupIncomplete:n \
    backupFailed:n backupRestores:n lastBackupDate:d backupServerName:t backupBillableSpaceGb:n \
    backupProtectedDeviceList:t backupYear:n backupMonth:n ipAddress:t defaultGateway:t \
    osType:t osInfo:t cpuSpeed:t ram:t localHardDrives:t parentConfigurationId:n vendor:r \
    manufacturer:r questions:l activeFlag:b managementLink:t remoteLink:t sla:r mobileGuid:t \
    displayVendorFlag:b companyLocationId:n showRemoteFlag:b showAutomateFlag:b \
    needsRenewalFlag:b manufacturerPartNumber:t _info:i customFields:l";

pub(super) const MEMBER: &str = "\
    id:n identifier:t disableOnlineFlag:b licenseClass:e(A|C|F|X) notes:t employeeIdentifer:t \
    vendorNumber:t enableMobileGpsFlag:b inactiveDate:d inactiveFlag:b lastLogin:d clientId:t \
    token:t firstName:t middleInitial:t lastName:t hireDate:d country:r photo:r officeEmail:t \
    mobileEmail:t homeEmail:t defaultEmail:e(Office|Mobile|Home) primaryEmail:t officePhone:t \
    officeExtension:t mobilePhone:t mobileExtension:t homePhone:t homeExtension:t \
    defaultPhone:e(Office|Mobile|Home) securityRole:r office365:r mapiName:t \
    calendarSyncIntegrationFlag:b \
    authenticationServiceType:e(AuthAnvil|GoogleAuthenticator|Email) \
    timebasedOneTimePasswordActivated:b enableLdapAuthenticationFlag:b ldapConfiguration:r \
    ldapUserName:t directionalSync:r ssoSettings:r signature:t \
    phoneIntegrationType:e(TAPI|SKYPE|TEL|CALLTO|NONE) useBrowserLanguageFlag:b title:t \
    reportCard:r enableMobileFlag:b type:r timeZone:r partnerPortalFlag:b stsUserAdminUrl:t \
    toastNotificationFlag:b memberPersonas:l adminFlag:b structureLevel:r securityLocation:r \
    defaultLocation:r defaultDepartment:r reportsTo:r restrictLocationFlag:b \
    restrictDepartmentFlag:b workRole:r workType:r timeApprover:r expenseApprover:r \
    billableForecast:n dailyCapacity:n hourlyCost:n hourlyRate:n \
    includeInUtilizationReportingFlag:b requireExpenseEntryFlag:b requireTimeSheetEntryFlag:b \
    requireStartAndEndTimeOnTimeEntryFlag:b allowInCellEntryOnTimeSheet:b \
    enterTimeAgainstCompanyFlag:b allowExpensesEnteredAgainstCompaniesFlag:b \
    timeReminderEmailFlag:b daysTolerance:n minimumHours:n timeSheetStartDate:d \
    serviceDefaultLocation:r serviceDefaultDepartment:r serviceDefaultBoard:r \
    restrictServiceDefaultLocationFlag:b restrictServiceDefaultDepartmentFlag:b \
    excludedServiceBoardIds:l teams:l serviceBoardTeamIds:l projectDefaultLocation:r \
    projectDefaultDepartment:r projectDefaultBoard:r restrictProjectDefaultLocationFlag:b \
    restrictProjectDefaultDepartmentFlag:b excludedProjectBoardIds:l scheduleDefaultLocation:r \
    scheduleDefaultDepartment:r scheduleCapacity:n serviceLocation:r restrictScheduleFlag:b \
    hideMemberInDispatchPortalFlag:b calendar:r salesDefaultLocation:r \
    restrictDefaultSalesTerritoryFlag:b warehouse:r warehouseBin:r \
    restrictDefaultWarehouseFlag:b restrictDefaultWarehouseBinFlag:b \
    companyActivityTabFormat:e(SummaryList|DetailList) \
    invoiceTimeTabFormat:e(SummaryList|DetailList) \
    invoiceScreenDefaultTabFormat:e(ShowInvoicingTab|ShowAgreementInvoicingTab) \
    invoicingDisplayOptions:e(RemainOnInvoicingScreen|ShowRecentInvoices) \
    agreementInvoicingDisplayOptions:e(RemainOnInvoicingScreen|ShowRecentInvoices) \
    autoStartStopwatch:b autoPopupQuickNotesWithStopwatch:b \
    globalSearchDefaultTicketFilter:e(OpenRecords|ClosedRecords|AllRecords) \
    globalSearchDefaultSort:e(None|LastUpdatedDesc|LastUpdatedAsc|CreatedDesc|CreatedAsc) \
    phoneSource:t _info:i copyPodLayouts:b copySharedDefaultViews:b \
    copyColumnLayoutsAndFilters:b fromMemberRecId:n fromMemberTemplateRecId:n customFields:l";

pub(super) const MEMBER_INFO: &str = "\
    id:n identifier:t firstName:t middleInitial:t lastName:t fullName:t defaultEmail:t photo:r \
    licenseClass:e(A|C|F|X) inactiveFlag:b _info:i";

pub(super) const TICKET: &str = "\
    id:n summary:t recordType:e(ProjectIssue|ProjectTicket|ServiceTicket) board:r status:r \
    workRole:r workType:r company:r site:r siteName:t addressLine1:t addressLine2:t city:t \
    stateIdentifier:t zip:t country:r contact:r contactName:t contactPhoneNumber:t \
    contactPhoneExtension:t contactEmailAddress:t type:r subType:r item:r team:r owner:r \
    priority:r serviceLocation:r source:r requiredDate:d budgetHours:n opportunity:r \
    agreement:r agreementType:t severity:e(Low|Medium|High) impact:e(Low|Medium|High) \
    externalXRef:t poNumber:t knowledgeBaseCategoryId:n knowledgeBaseSubCategoryId:n \
    allowAllClientsPortalView:b customerUpdatedFlag:b automaticEmailContactFlag:b \
    automaticEmailResourceFlag:b automaticEmailCcFlag:b automaticEmailCc:t closedDate:d \
    closedBy:t closedFlag:b actualHours:n approved:b estimatedExpenseCost:n \
    estimatedExpenseRevenue:n estimatedProductCost:n estimatedProductRevenue:n \
    estimatedTimeCost:n estimatedTimeRevenue:n \
    billingMethod:e(ActualRates|FixedFee|NotToExceed|OverrideRate) billingAmount:n hourlyRate:n \
    subBillingMethod:e(ActualRates|FixedFee|NotToExceed|OverrideRate) subBillingAmount:n \
    subDateAccepted:d dateResolved:d dateResplan:d dateResponded:d resolveMinutes:n \
    resPlanMinutes:n respondMinutes:n isInSla:b knowledgeBaseLinkId:n resources:t \
    parentTicketId:n hasChildTicket:b hasMergedChildTicketFlag:b \
    knowledgeBaseLinkType:e(Activity|ProjectIssue|KnowledgeBaseArticle|ProjectTicket|ServiceTicket|Time) \
    billTime:e(Billable|DoNotBill|NoCharge|NoDefault) \
    billExpenses:e(Billable|DoNotBill|NoCharge|NoDefault) \
    billProducts:e(Billable|DoNotBill|NoCharge|NoDefault) predecessorType:e(Ticket|Phase) \
    predecessorId:n predecessorClosedFlag:b lagDays:n lagNonworkingDaysFlag:b \
    estimatedStartDate:d duration:n location:r department:r mobileGuid:t sla:r slaStatus:t \
    requestForChangeFlag:b currency:r mergedParentTicket:r integratorTags:l _info:i \
    escalationStartDateUTC:d escalationLevel:n minutesBeforeWaiting:n respondedSkippedMinutes:n \
    resplanSkippedMinutes:n respondedHours:n respondedBy:t resplanHours:n resplanBy:t \
    resolutionHours:n resolvedBy:t minutesWaiting:n customFields:l";

pub(super) const PROJECT_TICKET: &str = "\
    id:n summary:t isIssueFlag:b board:r status:r workRole:r workType:r project:r phase:r \
    wbsCode:t company:r site:r siteName:t addressLine1:t addressLine2:t city:t \
    stateIdentifier:t zip:t country:r contact:r contactName:t contactPhoneNumber:t \
    contactPhoneExtension:t contactEmailAddress:t type:r subType:r item:r owner:r priority:r \
    serviceLocation:r source:r requiredDate:d budgetHours:n opportunity:r agreement:r \
    agreementType:t knowledgeBaseCategoryId:n knowledgeBaseSubCategoryId:n \
    knowledgeBaseLinkId:n \
    knowledgeBaseLinkType:e(Activity|ProjectIssue|KnowledgeBaseArticle|ProjectTicket|ServiceTicket|Time) \
    allowAllClientsPortalView:b customerUpdatedFlag:b automaticEmailContactFlag:b \
    automaticEmailResourceFlag:b automaticEmailCcFlag:b automaticEmailCc:t closedDate:d \
    closedBy:t closedFlag:b actualHours:n approved:b \
    subBillingMethod:e(ActualRates|FixedFee|NotToExceed|OverrideRate) subBillingAmount:n \
    subDateAccepted:d resources:t billTime:e(Billable|DoNotBill|NoCharge|NoDefault) \
    billExpenses:e(Billable|DoNotBill|NoCharge|NoDefault) \
    billProducts:e(Billable|DoNotBill|NoCharge|NoDefault) predecessorType:e(Ticket|Phase) \
    predecessorId:n predecessorClosedFlag:b lagDays:n lagNonworkingDaysFlag:b \
    estimatedStartDate:d location:r department:r duration:n scheduleStartDate:d \
    scheduleEndDate:d mobileGuid:t currency:r _info:i tasks:l customFields:l";

pub(super) const PROJECT: &str = "\
    id:n actualEnd:d actualHours:n actualStart:d agreement:r \
    billExpenses:e(Billable|DoNotBill|NoCharge|NoDefault) billingAmount:n billingAttention:t \
    billingMethod:e(ActualRates|FixedFee|NotToExceed|OverrideRate) \
    billingRateType:e(StaffMember|WorkRole) billingTerms:r \
    billProducts:e(Billable|DoNotBill|NoCharge|NoDefault) billProjectAfterClosedFlag:b \
    billTime:e(Billable|DoNotBill|NoCharge|NoDefault) billToCompany:r billToContact:r \
    billToSite:r billUnapprovedTimeAndExpense:b board:r \
    budgetAnalysis:e(ActualHours|BillableHours) budgetFlag:b budgetHours:n company:r contact:r \
    customerPO:t description:t currency:r downpayment:n estimatedEnd:d percentComplete:n \
    estimatedExpenseRevenue:n estimatedHours:n estimatedProductRevenue:n estimatedStart:d \
    estimatedTimeRevenue:n expenseApprover:r includeDependenciesFlag:b includeEstimatesFlag:b \
    location:r department:r manager:r name:t opportunity:r projectTemplateId:n \
    restrictDownPaymentFlag:b scheduledEnd:d scheduledHours:n scheduledStart:d shipToCompany:r \
    shipToContact:r shipToSite:r site:r status:r closedFlag:b timeApprover:r type:r \
    doNotDisplayInPortalFlag:b billingStartDate:d poAmount:n estimatedTimeCost:n \
    estimatedExpenseCost:n estimatedProductCost:n taxCode:r companyLocation:r _info:i \
    customFields:l";

pub(super) const OPPORTUNITY: &str = "\
    id:n name:t expectedCloseDate:d type:r stage:r status:r priority:r notes:t probability:r \
    source:t rating:r campaign:r primarySalesRep:r secondarySalesRep:r locationId:n \
    businessUnitId:n company:r contact:r site:r customerPO:t pipelineChangeDate:d \
    dateBecameLead:d closedDate:d closedBy:r totalSalesTax:n shipToCompany:r shipToContact:r \
    shipToSite:r billToCompany:r billToContact:r billToSite:r billingTerms:r taxCode:r \
    currency:r companyLocationId:n technicalContact:r _info:i customFields:l";

pub(super) const NOTE: &str = "\
    id:n ticketId:n text:t detailDescriptionFlag:b internalAnalysisFlag:b resolutionFlag:b \
    issueFlag:b member:r contact:r customerUpdatedFlag:b dateCreated:d createdBy:t \
    internalFlag:b externalFlag:b sentimentScore:n _info:i";

pub(super) const ALL_NOTE: &str = "\
    id:n noteType:e(TicketNote|TimeEntryNote|MeetingNote) ticket:r text:t isMarkdownFlag:b \
    detailDescriptionFlag:b internalAnalysisFlag:b resolutionFlag:b timeStart:d timeEnd:d \
    bundledFlag:b mergedFlag:b issueFlag:b originalAuthor:t createdByParentFlag:b member:r \
    contact:r _info:i";
