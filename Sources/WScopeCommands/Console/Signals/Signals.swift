import SystemCalls

/// Interrupt, hang-up and termination as a blocking wait on a thread, so that no code ever runs inside a handler.
enum Signals {
  /// Blocks the ones that are not ignored; to be called before any thread is made, for threads inherit the mask.
  static func block(also others: [Int32] = []) -> sigset_t {
    var set = sigset_t()
    sigemptyset(&set)
    // `nohup` and a shell's background jobs rely on an ignored signal staying ignored.
    for number in [SIGINT, SIGQUIT, SIGTERM, SIGHUP] + others where !ProcessSettings.isIgnored(number) {
      sigaddset(&set, number)
    }
    pthread_sigmask(SIG_BLOCK, &set, nil)
    signal(SIGPIPE, SIG_IGN)
    return set
  }

  /// Waits for the next of them.
  static func next(of set: sigset_t) -> Int32 {
    var set = set
    var number: Int32 = 0
    while sigwait(&set, &number) != 0 {}
    return number
  }

  /// Ends the process by the signal that a status of 128 + N names, so that a shell that runs it in a loop stops too; any other
  /// status is its exit status. What the C library still holds for a terminal that takes nothing is not waited for.
  static func exitProcess(_ status: Int32) -> Never {
    let number = status - ExitStatus.signal(0)
    if [SIGINT, SIGQUIT, SIGTERM, SIGHUP].contains(number) {
      // SIGQUIT is asked for by a user here, and no sign of a fault that a core would explain.
      ProcessSettings.forbidCore()
      signal(number, SIG_DFL)
      var set = sigset_t()
      sigemptyset(&set)
      sigaddset(&set, number)
      pthread_sigmask(SIG_UNBLOCK, &set, nil)
      kill(getpid(), number)
      raise(number)
    }
    exit(status)
  }
}
