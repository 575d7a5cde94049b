import WebSocketTransport
import WebSocketWire

/// What a server sees of each connection's end, in the order of the ends.
final class Outcomes: Sendable {
  private let stream: AsyncStream<CloseCode?>
  private let end: AsyncStream<CloseCode?>.Continuation

  init() { (stream, end) = AsyncStream.makeStream(of: CloseCode?.self) }

  /// Reads until the connection ends, and notes its code.
  @Sendable func note(_ connection: WebSocketConnection) async {
    do { for try await _ in connection.messages {} } catch {}
    end.yield(connection.closeCode)
  }

  /// The code of the next end.
  var next: CloseCode? {
    get async {
      for await code in stream { return code }
      return nil
    }
  }
}
