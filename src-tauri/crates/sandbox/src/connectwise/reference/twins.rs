//! The short twins of lists (`…/info`): fewer fields, some under other names, and less permission needed.

use super::List;
use crate::connectwise::rows::Row;

/// A twin of a list.
struct Twin {
    /// The list; `{}` stands for any id.
    of: &'static str,
    path: &'static str,
    /// Its fields, as the vendor documents them.
    fields: &'static str,
    /// Fields that the list has under another name: (here, there).
    renamed: &'static [(&'static str, &'static str)],
    label: &'static str,
}

const fn twin(
    of: &'static str,
    path: &'static str,
    fields: &'static str,
    label: &'static str,
) -> Twin {
    Twin { of, path, fields, renamed: &[], label }
}

const TWINS: &[Twin] = &[
    twin(
        "/service/boards",
        "/service/info/boards",
        "id:n name:t location:r department:r projectFlag:b inactiveFlag:b \
         closedLoopDiscussionsFlag:b closedLoopInternalAnalysisFlag:b closedLoopResolutionFlag:b \
         closedLoopAllFlag:b overrideBillingSetupFlag:b billTicketsAfterClosedFlag:b \
         billUnapprovedTimeExpenseFlag:b billTime:e(Billable|DoNotBill|NoCharge|NoDefault) \
         billExpense:e(Billable|DoNotBill|NoCharge|NoDefault) \
         billProduct:e(Billable|DoNotBill|NoCharge|NoDefault) problemSort:e(Ascending|Descending) \
         internalAnalysisSort:e(Ascending|Descending) resolutionSort:e(Ascending|Descending) \
         allSort:e(Ascending|Descending) _info:i",
        "BoardInfo",
    ),
    Twin {
        renamed: &[("inactiveFlag", "inactive"), ("closedFlag", "closedStatus")],
        ..twin(
            "/service/boards/{}/statuses",
            "/service/boards/{}/statuses/info",
            "id:n name:t sortOrder:n defaultFlag:b inactiveFlag:b closedFlag:b _info:i",
            "BoardStatusInfo",
        )
    },
    twin(
        "/service/boards/{}/subtypes",
        "/service/boards/{}/subtypes/info",
        "id:n name:t inactiveFlag:b typeAssociationIds:l _info:i",
        "BoardSubTypeInfo",
    ),
    twin(
        "/service/boards/{}/teams",
        "/service/boards/{}/teams/info",
        "id:n name:t _info:i",
        "BoardTeamInfo",
    ),
    twin(
        "/service/priorities",
        "/service/priority/info",
        "id:n name:t color:e(Black|Blue|Cyan|Gray|Green|Lime|Orange|Pink|Purple|Red|White|Yellow|Custom) \
         sortOrder:n defaultFlag:b imageLink:t urgencySortOrder:t \
         level:e(Critical|High|Medium|Low) _info:i",
        "PriorityInfo",
    ),
    twin(
        "/service/sources",
        "/service/sources/info",
        "id:n name:t defaultFlag:b _info:i",
        "SourceInfo",
    ),
    twin("/service/SLAs", "/service/slas/info", "id:n name:t _info:i", "SLAInfo"),
    twin(
        "/service/templates",
        "/service/templates/info",
        "id:n name:t templateFlag:b _info:i",
        "ServiceTemplateInfo",
    ),
    twin(
        "/service/locations",
        "/service/locations/info",
        "id:n name:t defaultFlag:b _info:i",
        "ServiceLocationInfo",
    ),
    Twin {
        renamed: &[("isVendor", "vendorFlag")],
        ..twin(
            "/company/companies/types",
            "/company/companies/info/types",
            "id:n name:t isVendor:b _info:i",
            "CompanyTypeInfo",
        )
    },
    twin(
        "/company/contacts/types",
        "/company/contacts/types/info",
        "id:n description:t defaultFlag:b serviceAlertFlag:b serviceAlertMessage:t _info:i",
        "ContactTypeInfo",
    ),
    twin(
        "/company/contacts/departments",
        "/company/contacts/departments/info",
        "id:n name:t _info:i",
        "ContactDepartmentInfo",
    ),
    twin(
        "/system/departments",
        "/system/info/departments",
        "id:n name:t _info:i",
        "DepartmentInfo",
    ),
    Twin {
        renamed: &[("location_flag", "locationFlag")],
        ..twin(
            "/system/locations",
            "/system/info/locations",
            "id:n name:t location_flag:b structureLevel:r _info:i",
            "LocationInfo",
        )
    },
    twin(
        "/system/securityroles",
        "/system/securityroles/info",
        "id:n name:t roleType:t inactiveFlag:b _info:i",
        "SecurityRoleInfo",
    ),
    twin(
        "/system/userDefinedFields",
        "/system/userDefinedFields/info",
        "id:n podId:n caption:t sequenceNumber:n helpText:t fieldTypeIdentifier:t numberDecimals:n \
         entryTypeIdentifier:t requiredFlag:b displayOnScreenFlag:b readOnlyFlag:b listViewFlag:b \
         buttonUrl:t options:l businessUnitIds:l locationIds:l dateCreated:t _info:i",
        "UserDefinedFieldInfo",
    ),
    twin(
        "/sales/stages",
        "/sales/stages/info",
        "id:n name:t probability:r color:t sequenceNumber:n _info:i",
        "OpportunityStageInfo",
    ),
    twin(
        "/sales/opportunities/statuses",
        "/sales/opportunities/statuses/info",
        "id:n closedFlag:b inactiveFlag:b name:t _info:i",
        "OpportunityStatusInfo",
    ),
    twin(
        "/sales/opportunities/types",
        "/sales/opportunities/types/info",
        "id:n description:t inactiveFlag:b _info:i",
        "OpportunityTypeInfo",
    ),
    twin(
        "/sales/probabilities",
        "/sales/probabilities/info",
        "id:n probability:n _info:i",
        "SalesProbabilityInfo",
    ),
    twin(
        "/project/projectTypes",
        "/project/projectTypes/info",
        "id:n name:t defaultFlag:b inactiveFlag:b _info:i",
        "ProjectTypeInfo",
    ),
    twin(
        "/project/statuses",
        "/project/statuses/info",
        "id:n name:t defaultFlag:b inactiveFlag:b noTimeFlag:b closedFlag:b _info:i",
        "ProjectStatusInfo",
    ),
    twin(
        "/company/configurations/statuses",
        "/company/configurations/statuses/info",
        "id:n description:t closedFlag:b defaultFlag:b _info:i",
        "ConfigurationStatusInfo",
    ),
];

/// The twins of these lists.
pub(super) fn twins(lists: &[List]) -> Vec<List> {
    let found = lists.iter().flat_map(|list| TWINS.iter().filter_map(|twin| twin.beside(list)));
    found.collect()
}

impl Twin {
    fn beside(&self, list: &List) -> Option<List> {
        let path = match self.of.split_once("{}") {
            None => (list.path == self.of).then(|| self.path.to_owned())?,
            Some((before, after)) => {
                let id = list.path.strip_prefix(before)?.strip_suffix(after)?;
                id.bytes().all(|byte| byte.is_ascii_digit()).then(|| self.path.replace("{}", id))?
            }
        };
        let rows = list.rows.iter().map(|row| self.short(row)).collect();
        Some(List { path, rows, fields: self.fields, label: self.label })
    }

    fn short(&self, row: &Row) -> Row {
        let names = self.fields.split_whitespace().filter_map(|field| field.split(':').next());
        let value = |name: &str| {
            let there = self.renamed.iter().find(|(here, _)| *here == name);
            row.get(there.map_or(name, |(_, there)| there)).cloned()
        };
        names.filter_map(|name| Some((name.to_owned(), value(name)?))).collect()
    }
}
