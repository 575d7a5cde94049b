import WebSocketConversation
import WebSocketInspect
import WebSocketWire

/// Makes the steps of a script, of options and of the lines of files.
struct ScriptReader {
  private(set) var steps: [ScriptStep<Pattern>] = []
  /// What was set so far, which the texts that follow hold.
  private var values: [String: [UInt8]] = [:]
  /// The names that an option has set, which a file does not set anew.
  private var fixed: Set<String> = []
  /// The names of what the patterns so far capture.
  private var known: Set<String> = []

  /// The most bytes of a file.
  static let fileLimit = 16 << 20

  /// Gives a name a value for what follows: `NAME=VALUE`. One of an option stays, whatever a file says.
  mutating func set(_ text: String, origin: String, isOption: Bool = false) throws(Failure) {
    guard let end = text.firstIndex(of: "="), ScriptText.isName(String(text[..<end])) else {
      throw Failure(
        .usage, "\(origin) \(text.quoted): expected NAME=VALUE, with a name of letters, digits and _")
    }
    let name = String(text[..<end])
    guard isOption || !fixed.contains(name) else { return }
    values[name] = Array(text[text.index(after: end)...].utf8)
    if isOption { fixed.insert(name) }
  }

  /// Adds a message as it is, but for the names in it that are known.
  mutating func send(_ text: String, origin: String) {
    steps.append(
      .line(ScriptLine(ScriptText(Array(text.utf8), known: known, values: values), origin: origin)))
  }

  /// Adds a step of an option. `origin` is what a sentence calls it.
  mutating func add(_ verb: ScriptVerb, _ text: String, origin: String) throws(Failure) {
    let values = values
    try add(verb, text, origin: origin) { ScriptText($0, known: $1, values: values) }
  }

  /// Adds the lines of a file: messages, and after a slash the verbs of a script and the commands of the prompt.
  mutating func read(_ file: [UInt8], path: String) throws(Failure) {
    let mark: [UInt8] = [0xEF, 0xBB, 0xBF]
    let file = file.starts(with: mark) ? Array(file.dropFirst(mark.count)) : file
    for (number, line) in file.split(separator: 0x0A, omittingEmptySubsequences: false).enumerated() {
      let line = line.last == 0x0D ? line.dropLast() : line
      try read(Array(line), origin: "\(Escaper.line(path)), line \(number + 1)")
    }
  }

  private mutating func read(_ line: [UInt8], origin: String) throws(Failure) {
    guard let first = line.first, first != UInt8(ascii: "#") else { return }
    guard String(validating: line, as: UTF8.self) != nil else {
      throw Failure(.badData, "\(origin): this is not UTF-8, as a script must be")
    }
    let slash = UInt8(ascii: "/")
    guard first == slash, !line.starts(with: [slash, slash]) else {
      let text = try whole(first == slash ? Array(line.dropFirst()) : line, known, origin)
      return steps.append(.line(ScriptLine(text, origin: origin)))
    }
    let word = line.dropFirst().prefix { $0 != 0x20 && $0 != 0x09 }
    let rest = Array(line[word.endIndex...].dropFirst())
    let name = String(decoding: word, as: UTF8.self)
    if name == "set" { return try set(String(decoding: rest, as: UTF8.self), origin: origin + ":") }
    if let verb = ScriptVerb(rawValue: name) {
      let (names, values) = (known, values)
      return try add(verb, String(decoding: rest, as: UTF8.self), origin: origin + ":") {
        (bytes, known) throws(Failure) in try Self.whole(bytes, known.union(names), values, origin)
      }
    }
    let text = try whole(line, known, origin)
    // What has no place to be filled can be read at once.
    if text.isPlain { _ = try PipeLine.item(line, kind: .text, origin: origin) }
    steps.append(.line(ScriptLine(text, isCommand: true, origin: origin)))
  }

  private mutating func add(
    _ verb: ScriptVerb, _ text: String, origin: String,
    _ fill: ([UInt8], Set<String>) throws(Failure) -> ScriptText
  ) throws(Failure) {
    switch verb {
    case .pause: steps.append(.pause(try Self.seconds(text, origin)))
    case .await:
      let pattern = try Pattern(text, option: origin)
      known.formUnion(pattern.names)
      steps.append(.await(pattern, words: "\(origin) \(text.quoted)"))
    case .every:
      guard let end = text.firstIndex(of: "=") else {
        throw Failure(.usage, "\(origin) \(text.quoted): expected SECONDS=MESSAGE")
      }
      let interval = try Self.seconds(String(text[..<end]), origin)
      guard interval >= .milliseconds(1) else {
        throw Failure(.usage, "\(origin) \(text.quoted): expected 0.001 seconds or more")
      }
      let message = try fill(Array(text[text.index(after: end)...].utf8), known)
      steps.append(.every(interval, ScriptLine(message, origin: origin)))
    case .on:
      guard let end = Self.endOfPattern(text) else {
        throw Failure(
          .usage, "\(origin) \(text.quoted): expected REGEX=REPLY", hint: "\\= is the sign itself in a REGEX")
      }
      let pattern = try Pattern(String(text[..<end]), option: origin)
      let reply = try fill(Array(text[text.index(after: end)...].utf8), known.union(pattern.names))
      steps.append(.on(pattern, ScriptLine(reply, origin: origin)))
    }
  }

  /// Where the first `=` is that no backslash precedes and no parenthesis or bracket surrounds.
  private static func endOfPattern(_ text: String) -> String.Index? {
    var depth = 0
    var (isEscaped, isInClass) = (false, false)
    for index in text.indices {
      if isEscaped {
        isEscaped = false
        continue
      }
      switch text[index] {
      case "\\": isEscaped = true
      case "[": isInClass = true
      case "]": isInClass = false
      case "(" where !isInClass: depth += 1
      case ")" where !isInClass: depth -= 1
      case "=" where depth == 0 && !isInClass: return index
      default: break
      }
    }
    return nil
  }

  private static func seconds(_ text: String, _ origin: String) throws(Failure) -> Duration {
    do { return try Seconds(argument: text).duration } catch {
      throw Failure(.usage, "\(origin) \(text.quoted): \(error)")
    }
  }

  /// Where a line is the script's own, a name that is not known is an error.
  private static func whole(
    _ bytes: [UInt8], _ known: Set<String>, _ values: [String: [UInt8]], _ origin: String
  ) throws(Failure) -> ScriptText {
    let text = ScriptText(bytes, known: known, values: values)
    guard let name = text.unknown else { return text }
    throw Failure(
      .usage, "\(origin): nothing above it sets or captures \(name.quoted)",
      hint: "--set \(name)=VALUE does, and $${ is the text ${")
  }

  private func whole(_ bytes: [UInt8], _ known: Set<String>, _ origin: String) throws(Failure) -> ScriptText {
    try Self.whole(bytes, known, values, origin)
  }
}
