/// Settings of this process that the C libraries spell in different types.
package enum ProcessSettings {
  /// Has the process leave no core file when a signal ends it.
  package static func forbidCore() {
    var none = rlimit(rlim_cur: 0, rlim_max: 0)
    getrlimit(coreResource, &none)
    none.rlim_cur = 0
    setrlimit(coreResource, &none)
  }

  #if canImport(Glibc)
    private static var coreResource: __rlimit_resource_t { __rlimit_resource_t(RLIMIT_CORE.rawValue) }
  #else
    private static var coreResource: Int32 { RLIMIT_CORE }
  #endif

  /// Whether the process was started with this signal ignored, or ignores it now.
  package static func isIgnored(_ signal: Int32) -> Bool {
    var action = sigaction()
    guard sigaction(signal, nil, &action) == 0 else { return false }
    #if canImport(Darwin)
      return action.__sigaction_u.__sa_handler == SIG_IGN
    #else
      return unsafeBitCast(action.__sigaction_handler.sa_handler, to: Int.self) == 1
    #endif
  }
}
