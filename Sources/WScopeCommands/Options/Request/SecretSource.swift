import SystemCalls
import WebSocketInspect

/// Where a secret comes from that is not an argument.
enum SecretSource {
  /// The most bytes of a secret.
  private static let limit = 65536

  /// The one line of a file, without its end; `-` is standard input.
  static func file(_ path: String) throws(Failure) -> [UInt8] {
    var bytes = try FileReader.read(path, limit: limit, hint: "a file with one secret is expected")
    if bytes.last == 0x0A { bytes.removeLast() }
    if bytes.last == 0x0D { bytes.removeLast() }
    guard !bytes.isEmpty, !bytes.contains(0x0A) else {
      throw Failure(
        .badData,
        "\(Escaper.line(path)) holds \(bytes.isEmpty ? "nothing" : "several lines"), and one line is expected"
      )
    }
    return bytes
  }

  /// The value of a variable of the environment.
  static func variable(_ name: String, option: String) throws(Failure) -> [UInt8] {
    guard let value = getenv(name), value.pointee != 0 else {
      throw Failure(
        .usage, "\(option): the environment has no variable \(Escaper.line(name)), or an empty one")
    }
    return Array(String(cString: value).utf8)
  }
}
