/// Starts programs with every signal unblocked and at its default action, and with no descriptors but 0, 1 and 2.
package enum ChildProcess {
  /// The number of the new process, or the `errno` that says why there is none.
  ///
  /// The program is looked up in `PATH` unless its name has a slash. `prepare` adds what the three descriptors are to become, which
  /// are otherwise as in this process. Without an `environment` it is this process's.
  package static func start(
    _ program: String, _ arguments: [String], environment: [String: String]? = nil,
    prepare: (inout posix_spawn_file_actions_t) throws -> Void
  ) rethrows -> (process: pid_t, error: Int32) {
    var actions = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    try prepare(&actions)
    closeOthers(&actions)
    var attributes = posix_spawnattr_t()
    posix_spawnattr_init(&attributes)
    defer { posix_spawnattr_destroy(&attributes) }
    var signals = sigset_t()
    sigemptyset(&signals)
    posix_spawnattr_setsigmask(&attributes, &signals)
    sigfillset(&signals)
    posix_spawnattr_setsigdefault(&attributes, &signals)
    var flags = POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETSIGMASK
    #if canImport(Darwin)
      flags |= POSIX_SPAWN_CLOEXEC_DEFAULT
    #endif
    posix_spawnattr_setflags(&attributes, Int16(flags))

    var words = ([program] + arguments).map { strdup($0) } + [nil]
    var variables = (environment ?? [:]).map { strdup("\($0.key)=\($0.value)") } + [nil]
    defer { for word in words + variables { free(word) } }
    var process: pid_t = 0
    let error =
      environment == nil
      ? posix_spawnp(&process, program, &actions, &attributes, &words, environ)
      : posix_spawnp(&process, program, &actions, &attributes, &words, &variables)
    return (process, error)
  }

  /// NIO opens its sockets without close-on-exec.
  private static func closeOthers(_ actions: inout posix_spawn_file_actions_t) {
    #if canImport(Darwin)
      // `POSIX_SPAWN_CLOEXEC_DEFAULT` closes what no action names.
      for descriptor in Int32(0)...2 { posix_spawn_file_actions_addinherit_np(&actions, descriptor) }
    #else
      // Swift's modules of glibc and musl leave out what is not POSIX.
      typealias Actions = UnsafeMutablePointer<posix_spawn_file_actions_t>
      typealias AddCloseFrom = @convention(c) (Actions, Int32) -> Int32
      guard let symbol = dlsym(nil, "posix_spawn_file_actions_addclosefrom_np") else { return }
      _ = unsafeBitCast(symbol, to: AddCloseFrom.self)(&actions, 3)
    #endif
  }
}
