// The kit: what every screen is built from. Screens import from "../kit".
export { Clip, type ClipProps } from "./Clip";
export { ConfirmModal, type ConfirmModalProps } from "./ConfirmModal";
export { CopyButton, type CopyButtonProps } from "./CopyButton";
export { Count, type CountProps } from "./Count";
export { DayTime, type DayTimeProps } from "./DayTime";
export { EmptyState, type EmptyStateProps } from "./EmptyState";
export { ErrorState, type ErrorStateProps, referenceTitle, VendorWords } from "./ErrorState";
export {
  type Answer,
  AppErrorObject,
  isRefusal,
  NOT_REACHED,
  reach,
  type Refusal,
  toAppError,
  unwrap,
} from "./errors";
export {
  formatCount,
  formatDay,
  formatDayTime,
  formatDuration,
  formatExact,
  formatNumberOf,
  formatRelative,
} from "./format";
export { AnchorLink, ButtonLink } from "./links";
export { LoadingState, type LoadingStateProps } from "./LoadingState";
export { closeToast, focusToast, notifyDone, notifyError } from "./notify";
export { useNow } from "./now";
export { Page, PageHeader, type PageHeaderProps, type PageProps } from "./Page";
export { ProgressLine, type ProgressLineProps, progressWords } from "./ProgressLine";
export { RelativeTime, type RelativeTimeProps } from "./RelativeTime";
export {
  searchText,
  openAddress,
  parseOpenAddress,
  type RecordAddress,
  useSearchState,
  type ViewSearch,
} from "./search-state";
export { useAskFailedAgain, useIsErrorShown } from "./shown-errors";
export { StateBadge, type StateBadgeProps } from "./StateBadge";
export { needsPerson, type ShownState, shownState, stateLooks, worstState } from "./states";
export { syncNames } from "./sync-names";
export { type CommandOptions, useCommand } from "./use-command";
