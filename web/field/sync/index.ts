export { HttpLink, type Hello, type Link } from "./link";
export { Sync, type SyncState } from "./run";
