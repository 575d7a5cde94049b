import WebSocketInspect
import WebSocketWire

/// Reads a line of the prompt: a message, or after a `/` a command.
struct PromptReader {
  let role: WebSocketRole

  /// The most frames that one `/fragment` makes.
  static let fragmentLimit = 10_000

  /// Fails with one sentence; a line that begins with two slashes is a message that begins with one.
  func read(_ line: [UInt8]) throws(UsageError) -> PromptCommand {
    guard line.first == 0x2F else { return .message(nil, line) }
    if line.starts(with: [0x2F, 0x2F]) { return .message(nil, Array(line.dropFirst())) }
    let (name, rest) = Self.split(line.dropFirst())
    let word = String(decoding: name, as: UTF8.self)
    guard let verb = PromptVerb(named: word), verb.belongs(to: role) else {
      let near = PromptVerb.near(word, for: role).map { "did you mean /\($0)? " } ?? ""
      throw UsageError(
        "there is no command /\(Escaper.line(word)); \(near)/help lists them, and //\(Escaper.line(word)) sends /\(Escaper.line(word)) as a message"
      )
    }
    guard let command = try command(verb, Array(rest)) else { throw UsageError("expected \(verb.usage)") }
    return command
  }

  /// nil when the arguments do not have the right form.
  private func command(_ verb: PromptVerb, _ rest: [UInt8]) throws(UsageError) -> PromptCommand? {
    let text = String(decoding: rest, as: UTF8.self)
    let words = text.split(whereSeparator: \.isWhitespace).map(String.init)
    switch verb {
    case .text: return .message(.text, rest)
    case .binary: return rest.isEmpty ? nil : .message(.binary, try bytes(rest, .hex))
    case .base64: return rest.isEmpty ? nil : .message(.binary, try bytes(rest, .base64))
    case .file: return try file(text)
    case .ping: return .ping(rest)
    case .pong: return .pong(rest)
    case .close: return .close(try closeBody(rest))
    case .fragment: return try fragments(rest)
    case .frame: return words.isEmpty ? nil : .frame(try frame(text))
    case .await: return script(.await, text)
    case .every: return script(.every, text)
    case .on: return script(.on, text)
    case .show:
      return one(words).flatMap { FrameView(rawValue: $0) }.flatMap { $0 == .spec ? nil : .show($0) }
    case .hex: return isOn(words).map { .hex($0) }
    case .pretty: return isOn(words).map { .pretty($0) }
    case .only: return try only(words)
    case .grep: return .grep(rest.isEmpty ? nil : text)
    case .time: return one(words).flatMap { TimeStyle(rawValue: $0) }.map { .time($0) }
    case .last: return words.isEmpty ? .last(1) : try last(words)
    case .save: return try path(text).map { .save($0) }
    case .record: return text == "off" ? .record(nil) : try path(text).map { .record($0) }
    case .savePayload: return try savePayload(text)
    case .connect: return try one(words).map { url throws(UsageError) in .connect(try Self.whole(url)) }
    case .to: return to(rest)
    case .kick:
      let (number, body) = Self.split(rest.drop { $0 == 0x20 })
      guard let client = positive(String(decoding: number, as: UTF8.self)) else { return nil }
      return .kick(client, try closeBody(Array(body)))
    case .help: return help(words)
    case .handshake: return words.isEmpty ? .handshake : nil
    case .stats: return words.isEmpty ? .stats : nil
    case .edit: return words.isEmpty ? .edit : nil
    case .reconnect: return words.isEmpty ? .reconnect : nil
    case .clients: return words.isEmpty ? .clients : nil
    case .quit: return words.isEmpty ? .quit : nil
    }
  }

  private func script(_ verb: ScriptVerb, _ text: String) -> PromptCommand? {
    text.isEmpty ? nil : .script(verb, text == "off" ? nil : text)
  }

  private func one(_ words: [String]) -> String? { words.count == 1 ? words[0] : nil }

  private func isOn(_ words: [String]) -> Bool? { one(words).flatMap { ["on": true, "off": false][$0] } }

  /// A line of the history holds no secrets, and without them it would connect as another user.
  private static func whole(_ url: String) throws(UsageError) -> String {
    guard url.contains(SecretFilter.mark) else { return url }
    throw UsageError(
      "\(SecretFilter.mark) is in place of a secret, which the history does not keep: type it again")
  }

  private func positive(_ word: String) -> Int? { Digits.decimal(word).flatMap { $0 > 0 ? $0 : nil } }

  private func last(_ words: [String]) throws(UsageError) -> PromptCommand {
    guard let n = one(words).flatMap({ positive($0) }) else {
      throw UsageError(
        "/last 1 is the last frame, /last 2 the one before it, up to /last \(FrameHistory.capacity)")
    }
    return .last(n)
  }

  private func help(_ words: [String]) -> PromptCommand? {
    guard let word = words.first else { return .help(nil) }
    let name = word.hasPrefix("/") ? String(word.dropFirst()) : word
    guard words.count == 1, let verb = PromptVerb(named: name), verb.belongs(to: role) else { return nil }
    return .help(verb)
  }

  private func bytes(_ rest: [UInt8], _ notation: ByteNotation) throws(UsageError) -> [UInt8] {
    do { return try notation.read(rest) } catch { throw UsageError(error.sentence) }
  }

  private func path(_ text: String) throws(UsageError) -> String? {
    let words = try FrameSpec.words(line: text)
    return words.count == 1 ? words[0] : nil
  }

  private func only(_ words: [String]) throws(UsageError) -> PromptCommand? {
    guard let word = words.first else { return .only([]) }
    guard words.count == 1, let list = FrameFilter.words(word) else {
      throw UsageError("expected /only and \(FrameFilter.wordList)")
    }
    return .only(list)
  }

  private func savePayload(_ text: String) throws(UsageError) -> PromptCommand? {
    let words = try FrameSpec.words(line: text)
    guard 1...2 ~= words.count else { return nil }
    guard words.count == 2 else { return .savePayload(words[0], 1) }
    return positive(words[1]).map { .savePayload(words[0], $0) }
  }

  private func file(_ text: String) throws(UsageError) -> PromptCommand? {
    let words = try FrameSpec.words(line: text)
    switch words.count {
    case 1: return .file(words[0], nil)
    case 2 where words[1] == "text": return .file(words[0], .text)
    case 2 where words[1] == "binary": return .file(words[0], .binary)
    default: return nil
    }
  }

  /// As `wscope encode` reads it, but a client's frame is masked unless `mask` says otherwise.
  private func frame(_ text: String) throws(UsageError) -> FrameSpec {
    let words = try FrameSpec.words(line: text)
    let isSilent = role == .client && !words.contains { $0.hasPrefix("mask=") }
    return try FrameSpec(words: isSilent ? words + ["mask=random"] : words)
  }

  /// A code and a reason; nil without a code.
  private func closeBody(_ rest: [UInt8]) throws(UsageError) -> ClosePayload? {
    let rest = rest.drop { $0 == 0x20 }
    guard !rest.isEmpty else { return nil }
    let (code, reason) = Self.split(rest)
    let word = String(decoding: code, as: UTF8.self)
    guard let number = Digits.decimal(word).flatMap({ UInt16(exactly: $0) }) else {
      throw UsageError("the code of a Close is a number such as 1000, not \(Escaper.line(word))")
    }
    return ClosePayload(code: CloseCode(rawValue: number), reason: String(decoding: reason, as: UTF8.self))
  }

  private func fragments(_ rest: [UInt8]) throws(UsageError) -> PromptCommand? {
    let (number, text) = Self.split(rest.drop { $0 == 0x20 })
    let word = String(decoding: number, as: UTF8.self)
    guard let count = positive(word), count <= Self.fragmentLimit else {
      throw UsageError(
        "a message is sent in 1 to \(Self.fragmentLimit) frames, as in /fragment 3 TEXT, and not in"
          + " \(word.isEmpty ? "none" : Escaper.line(word))")
    }
    return .fragments(Self.pieces(of: Array(text), count))
  }

  /// That many pieces of about one size.
  static func pieces(of bytes: [UInt8], _ count: Int) -> [[UInt8]] {
    let size = bytes.count / count
    let longer = bytes.count % count
    var start = 0
    return (0..<count).map { index in
      let end = start + size + (index < longer ? 1 : 0)
      defer { start = end }
      return Array(bytes[start..<end])
    }
  }

  private func to(_ rest: [UInt8]) -> PromptCommand? {
    let (word, text) = Self.split(rest.drop { $0 == 0x20 })
    let name = String(decoding: word, as: UTF8.self)
    let message = text.isEmpty ? nil : Array(text)
    if name == "all" { return .to(nil, message: message) }
    return positive(name).map { .to($0, message: message) }
  }

  /// The first word and what follows the blank that ends it.
  private static func split(_ bytes: ArraySlice<UInt8>) -> (word: ArraySlice<UInt8>, rest: ArraySlice<UInt8>)
  {
    guard let end = bytes.firstIndex(where: { $0 == 0x20 || $0 == 0x0A || $0 == 0x09 }) else {
      return (bytes, [])
    }
    return (bytes[..<end], bytes[(end + 1)...])
  }
}
