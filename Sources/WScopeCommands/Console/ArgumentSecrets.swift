import WebSocketWire

/// Finds what in a command line is secret: credentials, fields of a head that carry some, and whatever `SecretFilter` hides.
///
/// It looks at bytes alone and knows no options but those that take secrets, so it may take a message for a URL; of what is found
/// only the command line in the system's list of processes is changed.
enum ArgumentSecrets {
  /// Where the secrets are in each argument, the program's name first.
  static func ranges(in arguments: [[UInt8]]) -> [(argument: Int, range: Range<Int>)] {
    var found: [(argument: Int, range: Range<Int>)] = []
    var option: Option?
    var subprotocol: String?
    for (index, argument) in arguments.enumerated().dropFirst() {
      var (current, start): (Option?, Int?) = (option, option == nil ? nil : 0)
      option = nil
      if current == nil, let (joined, place) = Option.read(argument) {
        (current, start) = (joined, place)
        if place == nil { option = joined }
      }
      var ranges = hidden(in: argument)
      if let current, let start {
        ranges += current.secrets(in: argument, from: start, after: subprotocol)
        if current == .subprotocol { subprotocol = Self.text(argument[start...]) }
      } else if current == nil, let range = userInfo(of: argument, isURL: isURL(at: index, in: arguments)) {
        ranges.append(range)
      }
      found += ranges.filter { !$0.isEmpty }.map { (index, $0) }
    }
    return found
  }

  /// Whether the argument is where a command has its URL: first, or right after `connect` or `send`.
  private static func isURL(at index: Int, in arguments: [[UInt8]]) -> Bool {
    index == 1 || index == 2 && ["connect", "send"].contains { arguments[1].elementsEqual($0.utf8) }
  }

  private static func text(_ bytes: some Collection<UInt8>) -> String {
    String(decoding: bytes, as: UTF8.self)
  }

  /// What `SecretFilter` hides.
  private static func hidden(in argument: [UInt8]) -> [Range<Int>] {
    hidden(in: argument[...], shown: SecretFilter.text(text(argument)))
  }

  /// All but the pieces that are shown, in their order.
  private static func hidden(in slice: ArraySlice<UInt8>, shown text: String) -> [Range<Int>] {
    let argument = Array(slice)
    let shown = Array(text.utf8)
    guard shown != argument else { return [] }
    var found: [Range<Int>] = []
    var start = 0
    let pieces = shown.split(mark: Array(SecretFilter.mark.utf8))
    for (number, piece) in pieces.enumerated() {
      let isLast = number == pieces.count - 1
      let place = isLast ? argument.count - piece.count : argument.place(of: piece, from: start)
      // A piece that is not found would be a fault of ours, and then nothing more is let through.
      guard let place, place >= start else {
        found.append(start..<argument.count)
        break
      }
      if place > start { found.append(start..<place) }
      start = place + piece.count
    }
    return found.map { $0.lowerBound + slice.startIndex..<$0.upperBound + slice.startIndex }
  }

  /// An option whose value may be secret.
  private enum Option {
    case credentials, cookies, field, url, subprotocol

    private static let long = [
      ("--auth", credentials), ("--user", credentials), ("--bearer", credentials),
      ("--passphrase", credentials), ("--pass", credentials), ("--proxy-header", field), ("--proxy", url),
      ("--oauth2-bearer", credentials), ("--cookie", cookies), ("--header", field), ("--connect", url),
      ("--subprotocol", subprotocol),
    ]
    private static let short: [UInt8: Option] = [
      0x48: .field, 0x62: .cookies, 0x63: .url, 0x73: .subprotocol, 0x75: .credentials,
    ]

    /// The option of an argument, and where its value begins; nil for a value that is the next argument.
    static func read(_ argument: [UInt8]) -> (Option, Int?)? {
      let text = String(decoding: argument.prefix(16), as: UTF8.self)
      for (name, option) in long {
        if argument.elementsEqual(name.utf8) { return (option, nil) }
        if text.hasPrefix(name + "=") { return (option, name.utf8.count + 1) }
      }
      guard argument.count >= 2, argument[0] == 0x2D, argument[1] != 0x2D else { return nil }
      if let option = short[argument[1]] { return (option, argument.count == 2 ? nil : 2) }
      // Flags in one word, of which the last can take the next argument.
      let isCluster = argument.count <= 8 && argument.dropFirst().allSatisfy { 0x61...0x7A ~= $0 | 0x20 }
      return isCluster ? argument.last.flatMap { short[$0] }.map { ($0, nil) } : nil
    }

    /// `previous` is the subprotocol in front of it.
    func secrets(in argument: [UInt8], from start: Int, after previous: String?) -> [Range<Int>] {
      switch self {
      case .credentials: [start..<argument.count]
      // Without a sign it is the name of a file.
      case .cookies: argument[start...].contains(0x3D) ? [start..<argument.count] : []
      case .field: ArgumentSecrets.fieldValue(of: argument, from: start)
      case .url: ArgumentSecrets.userInfo(of: argument, from: start, isURL: true).map { [$0] } ?? []
      case .subprotocol:
        ArgumentSecrets.hidden(
          in: argument[start...],
          shown: SecretFilter.subprotocols(ArgumentSecrets.text(argument[start...]), after: previous))
      }
    }
  }

  /// What is secret in the value of a field; the whole of it where the field is for proving who one is.
  private static func fieldValue(of argument: [UInt8], from start: Int) -> [Range<Int>] {
    guard let colon = argument[start...].firstIndex(of: 0x3A) else { return [] }
    let name = text(argument[start..<colon]).lowercased()
    let names = ["auth", "cookie", "token", "secret", "password", "api-key", "apikey"]
    if names.contains(where: name.contains) { return [colon + 1..<argument.count] }
    let value = argument[(colon + 1)...]
    return hidden(in: value, shown: SecretFilter.value(text(value), ofField: name))
  }

  /// User and password of a URL, which are in front of the last `@` of its authority. Without a scheme there has to be a
  /// password or a port, so that an address of mail is not one, unless the argument can be nothing but a URL.
  private static func userInfo(of argument: [UInt8], from start: Int = 0, isURL: Bool) -> Range<Int>? {
    let text = argument[start...].drop { $0 <= 0x20 }
    let scheme = endOfScheme(in: text)
    let authority = argument[(scheme ?? text.startIndex)...].drop {
      $0 == 0x2F || $0 == 0x5C || isLineBlank($0)
    }
    .prefix { $0 != 0x2F && $0 != 0x3F && $0 != 0x23 }
    guard let at = authority.lastIndex(of: 0x40),
      scheme != nil || isURL || authority[..<at].contains(0x3A) || endsInPort(authority[at...])
    else {
      return nil
    }
    return authority.startIndex..<at
  }

  private static func endsInPort(_ bytes: ArraySlice<UInt8>) -> Bool {
    let digits = bytes.reversed().prefix { 0x30...0x39 ~= $0 }.count
    return digits > 0 && bytes.dropLast(digits).last == 0x3A
  }

  /// Where a scheme that is known ends, with its colon. `WebSocketURL` passes over tabs and line ends inside it, so it is done here too.
  private static func endOfScheme(in text: ArraySlice<UInt8>) -> Int? {
    for name in ["wss:", "ws:", "https:", "http:", "socks5:", "socks5h:"] {
      var rest = text
      let isSame = name.utf8.allSatisfy { letter in
        rest = rest.drop(while: isLineBlank)
        return rest.popFirst().map { $0 | 0x20 == letter | 0x20 } ?? false
      }
      if isSame { return rest.startIndex }
    }
    return nil
  }

  private static func isLineBlank(_ byte: UInt8) -> Bool { byte == 0x09 || byte == 0x0A || byte == 0x0D }
}

extension Array where Element == UInt8 {
  /// The pieces between the marks.
  fileprivate func split(mark: [UInt8]) -> [ArraySlice<UInt8>] {
    var pieces: [ArraySlice<UInt8>] = []
    var start = 0
    while let place = place(of: mark[...], from: start) {
      pieces.append(self[start..<place])
      start = place + mark.count
    }
    return pieces + [self[start...]]
  }

  /// Where the piece is found first.
  fileprivate func place(of piece: ArraySlice<UInt8>, from start: Int) -> Int? {
    guard !piece.isEmpty else { return start }
    return indices.dropFirst(start).first { self[$0] == piece.first && self[$0...].starts(with: piece) }
  }
}
