//! The field names of the reference data, as the vendor documents them (model version 2025.1).
//! One entry per field: `name:kind`; the kinds are explained in `schema.rs`.

pub(super) const BOARD: &str = "\
    id:n name:t location:r department:r inactiveFlag:b signOffTemplate:r sendToContactFlag:b \
    contactTemplate:r sendToResourceFlag:b resourceTemplate:r projectFlag:b \
    showDependenciesFlag:b showEstimatesFlag:b boardIcon:r billTicketsAfterClosedFlag:b \
    billTicketSeparatelyFlag:b billUnapprovedTimeExpenseFlag:b overrideBillingSetupFlag:b \
    dispatchMember:r serviceManagerMember:r dutyManagerMember:r oncallMember:r workRole:r \
    workType:r billTime:e(Billable|DoNotBill|NoCharge|NoDefault) \
    billExpense:e(Billable|DoNotBill|NoCharge|NoDefault) \
    billProduct:e(Billable|DoNotBill|NoCharge|NoDefault) autoCloseStatus:r \
    autoAssignNewTicketsFlag:b autoAssignNewECTicketsFlag:b autoAssignNewPortalTicketsFlag:b \
    discussionsLockedFlag:b timeEntryLockedFlag:b notifyEmailFrom:t notifyEmailFromName:t \
    closedLoopDiscussionsFlag:b closedLoopResolutionFlag:b closedLoopInternalAnalysisFlag:b \
    timeEntryDiscussionFlag:b timeEntryResolutionFlag:b timeEntryInternalAnalysisFlag:b \
    problemSort:e(Ascending|Descending) resolutionSort:e(Ascending|Descending) \
    internalAnalysisSort:e(Ascending|Descending) emailConnectorAllowReopenClosedFlag:b \
    emailConnectorReopenStatus:r emailConnectorReopenResourcesFlag:b \
    emailConnectorNewTicketNoMatchFlag:b emailConnectorNeverReopenByDaysFlag:b \
    emailConnectorReopenDaysLimit:n emailConnectorNeverReopenByDaysClosedFlag:b \
    emailConnectorReopenDaysClosedLimit:n useMemberDisplayNameFlag:b sendToCCFlag:b \
    autoAssignTicketOwnerFlag:b autoAssignLimitFlag:b autoAssignLimitAmount:n \
    closedLoopAllFlag:b percentageCalculation:e(ActualHours|Manual|ClosedPhases|ClosedTickets) \
    allSort:e(Ascending|Descending) markFirstNoteIssueFlag:b restrictBoardByDefaultFlag:b \
    sendToBundledFlag:b _info:i";

pub(super) const BOARD_STATUS: &str = "\
    id:n name:t board:r sortOrder:n displayOnBoard:b inactive:b closedStatus:b \
    timeEntryNotAllowed:b roundRobinCatchall:b defaultFlag:b \
    escalationStatus:e(NotResponded|Responded|ResolutionPlan|Resolved|NoEscalation) \
    customerPortalDescription:t customerPortalFlag:b emailTemplate:r statusIndicator:r \
    customStatusIndicatorName:t _info:i saveTimeAsNote:b";

pub(super) const BOARD_TYPE: &str = "\
    id:n name:t category:e(Reactive|Proactive) defaultFlag:b inactiveFlag:b \
    requestForChangeFlag:b integrationXref:t skillCategory:r skill:r board:r location:r \
    department:r _info:i";

pub(super) const BOARD_SUBTYPE: &str = "\
    id:n name:t inactiveFlag:b typeAssociationIds:l board:r _info:i";

pub(super) const BOARD_ITEM: &str = "\
    id:n name:t inactiveFlag:b board:r _info:i";

pub(super) const BOARD_TEAM: &str = "\
    id:n name:t teamLeader:r members:l defaultFlag:b notifyOnTicketDelete:b \
    defaultRoundRobinFlag:b roundRobinFlag:b boardId:n locationId:n businessUnitId:n _info:i";

pub(super) const BOARD_ASSOCIATION: &str = "\
    id:n type:r subType:r item:r board:r _info:i";

pub(super) const PRIORITY: &str = "\
    id:n name:t \
    color:e(Black|Blue|Cyan|Gray|Green|Lime|Orange|Pink|Purple|Red|White|Yellow|Custom) \
    sortOrder:n defaultFlag:b imageLink:t urgencySortOrder:t level:e(Critical|High|Medium|Low) \
    _info:i";

pub(super) const SOURCE: &str = "\
    id:n name:t defaultFlag:b enteredBy:t dateEntered:d _info:i";

pub(super) const SLA: &str = "\
    id:n name:t basedOn:e(AllHours|Customer|MyCalendar|Custom) customCalendar:r defaultFlag:b \
    applicationOrder:n hiImpactHiUrgency:r hiImpactMedUrgency:r hiImpactLowUrgency:r \
    medImpactHiUrgency:r medImpactMedUrgency:r medImpactLowUrgency:r lowImpactHiUrgency:r \
    lowImpactMedUrgency:r lowImpactLowUrgency:r respondHours:n respondPercent:n planWithin:n \
    planWithinPercent:n resolutionHours:n resolutionPercent:n _info:i";

pub(super) const TEMPLATE: &str = "\
    id:n name:t board:r type:r item:r subtype:r serviceLocation:r status:r source:r priority:r \
    team:r company:r contact:r site:r assignedNotifyFlag:b location:r department:r summary:t \
    problem:t hoursBudget:n internalAnalysis:t timeBillableFlag:b expenseBillableFlag:b \
    purchaseOrderNumber:t reference:t billComplete_Flag:b billServiceSeparatelyFlag:b \
    billingAmount:n billUnapprovedTimeAndExpensesFlag:b overrideFlag:b timeInvoiceFlag:b \
    expenseInvoiceFlag:b productInvoiceFlag:b agreement:r \
    billingMethod:e(ActualRates|FixedFee|NotToExceed|OverrideRate) severity:e(Low|Medium|High) \
    impact:e(Low|Medium|High) assignedBy:r scheduleDaysBefore:n serviceDaysBefore:n \
    attachScheduleToNewServiceFlag:b templateFlag:b emailContactFlag:b emailResourceFlag:b \
    emailCCFlag:b emailCC:t restrictDownpaymentFlag:b _info:i";

pub(super) const SERVICE_LOCATION: &str = "\
    id:n name:t where:e(OnSite|Remote|InHouse) defaultFlag:b _info:i";

pub(super) const CUSTOM_FIELD: &str = "\
    id:n podId:n caption:t sequenceNumber:n screenId:t helpText:t \
    fieldTypeIdentifier:e(TextArea|Button|Currency|Date|Hyperlink|IPAddress|Checkbox|Number|Percent|Text|Password) \
    numberDecimals:n entryTypeIdentifier:e(Date|EntryField|List|Option) requiredFlag:b \
    displayOnScreenFlag:b readOnlyFlag:b listViewFlag:b buttonUrl:t options:l businessUnitIds:l \
    locationIds:l connectWiseID:t dateCreated:d _info:i";

pub(super) const COMPANY_TYPE: &str = "\
    id:n name:t defaultFlag:b vendorFlag:b serviceAlertFlag:b serviceAlertMessage:t _info:i";

pub(super) const COMPANY_STATUS: &str = "\
    id:n name:t defaultFlag:b inactiveFlag:b notifyFlag:b disallowSavingFlag:b \
    notificationMessage:t customNoteFlag:b cancelOpenTracksFlag:b track:r _info:i";

pub(super) const CONTACT_TYPE: &str = "\
    id:n description:t defaultFlag:b serviceAlertFlag:b serviceAlertMessage:t _info:i";

pub(super) const CONTACT_DEPARTMENT: &str = "\
    id:n name:t _info:i";

pub(super) const COMMUNICATION_TYPE: &str = "\
    id:n description:t phoneFlag:b faxFlag:b emailFlag:b defaultFlag:b exchangeXref:t \
    iphoneXref:t androidXref:t googleXref:t _info:i";

pub(super) const DEPARTMENT: &str = "\
    id:n identifier:t name:t _info:i";

pub(super) const LOCATION: &str = "\
    id:n ownerLevelId:n structureLevel:r name:t manager:r reportsTo:r salesRep:t \
    timeZoneSetup:r calendar:r overrideAddressLine1:t overrideAddressLine2:t overrideCity:t \
    overrideState:t overrideZip:t overrideCountry:r overridePhoneNumber:t overrideFaxNumber:t \
    owaUrl:t payrollXref:t locationFlag:b clientFlag:b workRoleIds:l departmentIds:l _info:i";

pub(super) const SECURITY_ROLE: &str = "\
    id:n name:t roleType:t adminFlag:b inactiveFlag:b _info:i";

pub(super) const STAGE: &str = "\
    id:n name:t probability:r color:t sequenceNumber:n _info:i";

pub(super) const OPPORTUNITY_STATUS: &str = "\
    id:n name:t wonFlag:b lostFlag:b closedFlag:b inactiveFlag:b defaultFlag:b enteredBy:t \
    dateEntered:d _info:i";

pub(super) const OPPORTUNITY_TYPE: &str = "\
    id:n description:t inactiveFlag:b _info:i";

pub(super) const PROBABILITY: &str = "\
    id:n probability:n _info:i";

pub(super) const PROJECT_TYPE: &str = "\
    id:n name:t defaultFlag:b inactiveFlag:b integrationXref:t _info:i";

pub(super) const PROJECT_STATUS: &str = "\
    id:n name:t defaultFlag:b inactiveFlag:b noTimeFlag:b closedFlag:b statusIndicator:r \
    customStatusIndicatorName:t _info:i";

pub(super) const CONFIGURATION_TYPE: &str = "\
    id:n name:t inactiveFlag:b systemFlag:b _info:i";

pub(super) const CONFIGURATION_STATUS: &str = "\
    id:n description:t closedFlag:b defaultFlag:b _info:i";

pub(super) const SEVERITY: &str = "\
    id:n name:t description:t defaultFlag:b _info:i";

pub(super) const IMPACT: &str = "\
    id:n name:t description:t defaultFlag:b _info:i";

pub(super) const SECURITY: &str = "\
    id:n addLevel:e(None|My|All) editLevel:e(None|My|All) deleteLevel:e(None|My|All) \
    inquireLevel:e(None|My|All) moduleFunctionName:t moduleFunctionDescription:t myAllFlag:b \
    moduleFunctionIdentifier:t reportFlag:b restrictFlag:b customFlag:b moduleDescription:t \
    moduleIdentifier:t moduleName:t sortOrder:n member:r _info:i";
