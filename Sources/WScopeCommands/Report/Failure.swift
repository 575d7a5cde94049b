import WebSocketInspect

/// Why a command did not do its job: one sentence, what to try, and the status that says so to a script.
struct Failure: Error {
  let status: Int32
  /// What happened and what was expected, without a full stop. Control characters are escaped here, anyone who they come from; what is
  /// escaped already stays as it is.
  let sentence: String
  /// What to try.
  let hint: String?
  /// Lines that belong below, such as what a server answered.
  let details: [String]
  /// Whether the user asked for all of the lines.
  private let isWhole: Bool
  /// Whether the user has read it already, so that the status alone is left to tell.
  private(set) var isTold = false

  init(
    _ status: ExitStatus, _ sentence: String, hint: String? = nil, details: [String] = [],
    isWhole: Bool = false
  ) {
    self.init(status: status.rawValue, sentence, hint: hint, details: details, isWhole: isWhole)
  }

  init(
    status: Int32, _ sentence: String, hint: String? = nil, details: [String] = [], isWhole: Bool = false
  ) {
    self.status = status
    self.sentence = Self.shown(sentence)
    self.hint = hint.map(Self.shown)
    self.isWhole = isWhole
    let more = isWhole ? 0 : details.count - Self.lineLimit
    self.details =
      isWhole
      ? details.map { Escaper.line($0) }
      : details.prefix(Self.lineLimit).map(Self.shown) + (more > 0 ? ["... (\(more) more lines)"] : [])
  }

  /// The same once it is shown.
  var told: Failure {
    var copy = self
    copy.isTold = true
    return copy
  }

  /// Two recordings are not equal, which was said where they were compared.
  static let difference = Failure(.different, "the recordings differ").told

  /// The same with what came before it above the other lines.
  func after(_ lines: [String]) -> Failure {
    lines.isEmpty
      ? self : Failure(status: status, sentence, hint: hint, details: lines + details, isWhole: isWhole)
  }

  /// The same with what else went wrong in the lines below.
  func beside(_ other: Failure?) -> Failure {
    guard let other else { return self }
    return Failure(
      status: status, sentence, hint: hint,
      details: details + ["besides, " + other.sentence] + (other.hint.map { [$0] } ?? []), isWhole: isWhole)
  }

  /// The most lines of details, and the most characters of any line, whatever a peer or a user put into them.
  private static let lineLimit = 60
  private static let columnLimit = 1000

  private static func shown(_ line: String) -> String { clipped(Escaper.line(line)) }

  /// The line, or its beginning and how much is left out.
  static func clipped(_ line: String) -> String {
    guard let end = line.index(line.startIndex, offsetBy: columnLimit, limitedBy: line.endIndex),
      end < line.endIndex
    else { return line }
    return line[..<end] + "... (\(line[end...].count) more characters)"
  }

  /// The lines for standard error, those after the first indented under the sentence; on a terminal of this many columns they are
  /// broken between words.
  func text(columns: Int?) -> String {
    let indent = "        "
    let lines = [sentence] + (hint.map { [$0] } ?? []) + details
    let text = LineFolder.fold(lines.map { indent + $0 }, width: columns).joined(separator: "\n")
    return "wscope: " + text.dropFirst(indent.count) + "\n"
  }
}
