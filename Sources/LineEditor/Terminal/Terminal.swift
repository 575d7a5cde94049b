import SystemCalls

/// The system's calls on a terminal's descriptors, which other programs share, so their flags stay as they are.
enum Terminal {
  /// Writes all of it, however long the terminal takes; false when it has gone.
  @discardableResult
  static func write(_ bytes: [UInt8], to descriptor: Int32) -> Bool {
    bytes.withUnsafeBytes { Transfer.write($0, to: descriptor, whenBusy: .wait).error == 0 }
  }

  /// Reads `limit` bytes at most; nothing when a signal came first, and nil at the end.
  static func read(_ descriptor: Int32, limit: Int) -> [UInt8]? {
    var count = 0
    let bytes = [UInt8](unsafeUninitializedCapacity: limit) { buffer, used in
      count = SystemCalls.read(descriptor, buffer.baseAddress, limit)
      used = max(0, count)
    }
    return count > 0 || count < 0 && (errno == EINTR || errno == EAGAIN) ? bytes : nil
  }

  /// Sends a signal to all programs in front, as the terminal does at a key.
  static func signalForeground(_ number: Int32) {
    let group = tcgetpgrp(STDIN_FILENO)
    if group <= 1 || kill(-group, number) != 0 { kill(getpid(), number) }
  }

  /// Has every byte that is typed or pasted arrive as it is.
  static func passEveryByte(_ descriptor: Int32) {
    guard var settings = settings(descriptor) else { return }
    settings.c_lflag &= ~tcflag_t(ISIG | IEXTEN)
    settings.c_iflag &= ~tcflag_t(IXON)
    restore(settings, descriptor)
  }

  /// Waits, `milliseconds` at most or forever when negative; which of the descriptors are ready, or have gone.
  static func wait(for wanted: [(descriptor: Int32, event: Int16)], milliseconds: Int32 = -1) -> [Bool] {
    var requests = wanted.map { pollfd(fd: $0.descriptor, events: $0.event, revents: 0) }
    let count = poll(&requests, nfds_t(requests.count), milliseconds)
    return requests.map { count > 0 && $0.revents != 0 }
  }

  /// Rows and columns; nil where the terminal does not say.
  static func size(_ descriptor: Int32) -> (rows: Int, columns: Int)? {
    var size = winsize()
    guard ioctl(descriptor, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0, size.ws_row > 0 else {
      return nil
    }
    return (Int(size.ws_row), Int(size.ws_col))
  }

  static func settings(_ descriptor: Int32) -> termios? {
    var settings = termios()
    return tcgetattr(descriptor, &settings) == 0 ? settings : nil
  }

  /// Puts settings back at once, also when output is held up.
  static func restore(_ settings: termios, _ descriptor: Int32) {
    var settings = settings
    tcsetattr(descriptor, TCSANOW, &settings)
  }

  /// Undoes Ctrl-S.
  static func letOutputGo(_ descriptor: Int32) {
    // Only a hold of our own can be taken back, and it takes the other with it.
    tcflow(descriptor, TCOOFF)
    tcflow(descriptor, TCOON)
  }

  /// Stops the process as Ctrl-Z does by default, and returns when it goes on; an orphaned group is left running.
  static func suspendProcess() {
    var set = sigset_t()
    sigemptyset(&set)
    sigaddset(&set, SIGTSTP)
    var previous = sigset_t()
    // Blocked, the signal waits for this thread alone, and no other thread's sigwait can take it.
    pthread_sigmask(SIG_BLOCK, &set, &previous)
    pthread_kill(pthread_self(), SIGTSTP)
    pthread_sigmask(SIG_UNBLOCK, &set, nil)
    pthread_sigmask(SIG_SETMASK, &previous, nil)
  }
}
