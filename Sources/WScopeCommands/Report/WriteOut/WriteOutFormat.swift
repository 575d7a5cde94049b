import WebSocketInspect
import WebSocketWire

/// What `--write-out` prints at the end of a run, in curl's notation: `%{name}`, `%%`, `\n`, `\r` and `\t`.
struct WriteOutFormat: Sendable {
  /// Where a part of it goes.
  enum Stream: Sendable {
    case output, errors
  }

  private enum Part: Sendable {
    case text(String)
    case variable(ReportVariable)
    case json
    case stream(Stream)
  }

  private let parts: [Part]

  /// The names that are not those of a value, and what is said of them in the manual.
  static let others = [
    ("json", "One object of all of these, in JSON."),
    ("stdout", "What follows goes to standard output, as it does at the start."),
    ("stderr", "What follows goes to standard error."),
  ]

  /// Reads a format. Anything that is not in its notation is itself. Fails for a name that there is not.
  init(_ text: String) throws(Failure) {
    var parts: [Part] = []
    var plain = ""
    var rest = text[...]
    while let character = rest.popFirst() {
      guard character == "%" || character == "\\", let next = rest.first else {
        plain.append(character)
        continue
      }
      if character == "%", next == "{", let end = rest.firstIndex(of: "}") {
        if !plain.isEmpty { parts.append(.text(plain)) }
        plain = ""
        parts.append(try Self.part(named: String(rest[rest.startIndex..<end].dropFirst())))
        rest = rest[end...].dropFirst()
      } else if let meant = Self.escapes["\(character)\(next)"] {
        plain += meant
        rest.removeFirst()
      } else {
        plain.append(character)
      }
    }
    if !plain.isEmpty { parts.append(.text(plain)) }
    self.parts = parts
  }

  private static let escapes = ["%%": "%", "\\n": "\n", "\\r": "\r", "\\t": "\t"]

  private static func part(named name: String) throws(Failure) -> Part {
    if let variable = ReportVariable(rawValue: name) { return .variable(variable) }
    switch name {
    case "json": return .json
    case "stdout": return .stream(.output)
    case "stderr": return .stream(.errors)
    default:
      let near = NearestWord.list(name, among: ReportVariable.allCases.map(\.rawValue) + others.map(\.0))
      throw Failure(
        .usage, "--write-out knows no %{\(Escaper.line(String(name.prefix(40))))}",
        hint: near.isEmpty
          ? "%{json} prints all that it knows, and wscope(1) lists the names"
          : "did you mean \(near.map { "%{\($0)}" }.joined(separator: ", "))?")
    }
  }

  /// What is printed, in order. Values of a peer are escaped, so that they cannot add lines.
  func render(_ report: RunReport) -> [(stream: Stream, text: String)] {
    var rendered: [(stream: Stream, text: String)] = []
    var stream = Stream.output
    for part in parts {
      switch part {
      case .stream(let other): stream = other
      case .text(let text): rendered.append((stream, text))
      case .variable(let variable): rendered.append((stream, report.value(of: variable).plain))
      case .json: rendered.append((stream, Self.json(report)))
      }
    }
    return rendered
  }

  private static func json(_ report: RunReport) -> String {
    let members = ReportVariable.allCases.map { variable in
      "\(ReportValue.quoted(variable.rawValue)):\(report.value(of: variable).json)"
    }
    return "{\(members.joined(separator: ","))}"
  }
}
