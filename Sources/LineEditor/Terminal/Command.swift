/// What other threads ask of the editor's, in the order in which it is done.
enum Command: Sendable {
  case prompt(String)
  case history(String?)
  case interrupt
  case resize
  case suspend
  case lend(@Sendable () -> Void)
  case insert([UInt8])
  case stop
}
