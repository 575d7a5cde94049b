import SystemCalls

/// What the terminal itself would do at a key, if it did not leave every byte of a paste alone.
enum ControlKey: CaseIterable {
  case interrupt, quit, suspend
  /// Holds up output, and lets it go on.
  case stop, start

  /// The signal that the key sends to the programs in front.
  var signal: Int32? {
    switch self {
    case .interrupt: SIGINT
    case .quit: SIGQUIT
    case .suspend: SIGTSTP
    case .stop, .start: nil
    }
  }

  /// The byte of each key that the user's settings give a meaning; 0 is a key that is off.
  static func bytes(of settings: termios) -> [UInt8: ControlKey] {
    var keys: [(ControlKey, Int32)] = [(.interrupt, VINTR), (.quit, VQUIT), (.suspend, VSUSP)]
    if settings.c_iflag & tcflag_t(IXON) != 0 { keys += [(.stop, VSTOP), (.start, VSTART)] }
    return withUnsafeBytes(of: settings.c_cc) { bytes in
      var result: [UInt8: ControlKey] = [:]
      for (key, index) in keys where bytes[Int(index)] != 0 { result[bytes[Int(index)]] = key }
      return result
    }
  }
}
