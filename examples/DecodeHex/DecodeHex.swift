import WebSocketInspect
import WebSocketWire

/// The core alone, without a socket: frames in hex on the command line, a line a frame on standard output.
///
///     swift run DecodeHex 81 05 48 65 6c 6c 6f
@main
enum DecodeHex {
  /// Prints each frame as it is complete.
  private final class Printer: EventSink {
    private var recorder = FrameRecorder(from: .server, keep: 1024)
    private let renderer = FrameRenderer(view: .line, hex: false, style: .plain)

    func handle(_ event: WebSocketEvent, from sender: WebSocketRole, at time: Duration, bytes: RawSpan) {
      if let frame = recorder.record(event, bytes: bytes) { print(renderer.render(frame), terminator: "") }
    }
  }

  static func main() throws {
    let text = CommandLine.arguments.dropFirst().joined(separator: " ")
    let bytes = try ByteNotation.hex.read(Array(text.utf8))
    var receiver = Receiver(from: .server, policy: .report)
    receiver.receive(bytes.span.bytes, into: Printer())
  }
}
