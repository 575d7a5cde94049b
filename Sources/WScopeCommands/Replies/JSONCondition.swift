import WebSocketCapture
import WebSocketWire

/// What `--match-json` asks of a message: that it is JSON and has this value at this place.
struct JSONCondition: Sendable {
  private let path: JSONPath
  private let value: JSONValue

  /// Reads `PATH=VALUE`, whose first equals sign ends the path. A value that is not JSON is a string.
  init(_ text: String) throws(Failure) {
    guard let end = text.utf8.firstIndex(of: 0x3D) else {
      throw Failure(
        .usage, "--match-json \(text.quoted) has no equals sign: PATH=VALUE is expected, as in id=7")
    }
    let path = String(decoding: text.utf8[..<end], as: UTF8.self)
    do throws(UsageError) { self.path = try JSONPath(path) } catch {
      throw Failure(.usage, "the path \(path.quoted) of --match-json \(error.description)")
    }
    value = try Self.value(String(decoding: text.utf8[end...].dropFirst(), as: UTF8.self))
  }

  private static func value(_ text: String) throws(Failure) -> JSONValue {
    let bytes = Array(text.utf8)
    do throws(JSONReader.Fault) { return try JSONValue(bytes) } catch {
      // What begins like these was not meant to be a string without quotes.
      guard let first = bytes.first, [0x7B, 0x5B, 0x22].contains(first) else { return .string(bytes) }
      throw Failure(
        .usage,
        "the value \(text.quoted) of --match-json is not JSON: byte \(error.offset + 1): \(error.words)")
    }
  }

  func isMet(by message: [UInt8]) -> Bool { path.leads(to: value, in: message) }
}
