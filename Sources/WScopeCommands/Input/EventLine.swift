import WebSocketCapture
import WebSocketInspect
import WebSocketWire

/// A line of `--in jsonl`.
enum EventLine {
  /// What it asks to send; nil where it says only what happened. A line of white space alone asks for nothing.
  static func read(_ line: OutgoingMessage) throws(Failure) -> MessageSource.Item? {
    guard case .bytes(let bytes) = line.content, !bytes.allSatisfy({ $0 == 0x20 || $0 == 0x09 }) else {
      return nil
    }
    do throws(UsageError) {
      return switch try EventReader.read(bytes) {
      case .message(let kind, let bytes):
        .message(OutgoingMessage(kind: kind, bytes: bytes, origin: line.origin))
      case .ping(let payload): .command(.ping(payload))
      case .pong(let payload): .command(.pong(payload))
      case .close(let code, let reason):
        .command(.close(code, reason: String(decoding: reason, as: UTF8.self)))
      case .other: nil
      }
    } catch {
      throw Failure(
        .badData, "\(line.origin), \(Escaper.line(error.description)); nothing of this line was sent",
        hint: "an object a line is expected, as --json prints them and jq -c does")
    }
  }
}
