import WebSocketInspect
import WebSocketWire

/// The value of a name of `--write-out` in a run.
enum ReportValue: Hashable {
  /// As a peer or a user wrote it; nil for none.
  case text(String?)
  /// A sentence of ours, in which control characters are escaped already.
  case sentence(String?)
  case number(UInt64?)
  /// A status of HTTP.
  case status(Int?)
  case seconds(Duration)

  /// On a line of its own, whatever a peer put into it.
  var plain: String {
    switch self {
    case .text(let text): text.map(Escaper.exact) ?? ""
    case .sentence(let text): text ?? ""
    case .number(let number): number.map { "\($0)" } ?? ""
    case .status(let status): Self.padded(status ?? 0, to: 3)
    case .seconds(let time): Self.seconds(time)
    }
  }

  /// As a value of JSON (RFC 8259 3).
  var json: String {
    switch self {
    case .text(let text), .sentence(let text): text.map(Self.quoted) ?? "null"
    case .number(let number): number.map { "\($0)" } ?? "null"
    case .status(let status): "\(status ?? 0)"
    case .seconds(let time): Self.seconds(time)
    }
  }

  /// With six decimals, as curl has it.
  private static func seconds(_ time: Duration) -> String {
    let (seconds, attoseconds) = max(time, .zero).components
    return "\(seconds)." + padded(Int(attoseconds / 1_000_000_000_000), to: 6)
  }

  private static func padded(_ number: Int, to width: Int) -> String {
    let digits = "\(number)"
    return String(repeating: "0", count: max(0, width - digits.count)) + digits
  }

  /// A string of JSON (RFC 8259 7), in which everything is escaped that could deceive a terminal.
  static func quoted(_ text: String) -> String {
    var quoted = "\""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\"": quoted += "\\\""
      case "\\": quoted += "\\\\"
      case _ where TerminalSafety.mustEscape(scalar.value):
        for unit in String(scalar).utf16 {
          let digits = String(unit, radix: 16)
          quoted += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
        }
      default: quoted.unicodeScalars.append(scalar)
      }
    }
    return quoted + "\""
  }
}
