import NIOCore
import NIOPosix
import WebSocketTransport
import WebSocketWire

/// A relay on a loop of its own to a port of this machine.
struct TestRelay {
  let port: Int
  private let listener: Listener
  private let group: MultiThreadedEventLoopGroup

  init(
    to server: Int, scheme: String = "ws", tls: TLSSettings = TLSSettings(), identity: TLSIdentity? = nil,
    shape: RelayShape = RelayShape(),
    owner: @escaping @Sendable (Relay) -> any RelayDelegate = { _ in QuietDelegate() }
  ) async throws {
    var client = ClientConfiguration(url: try WebSocketURL("\(scheme)://127.0.0.1:\(server)/"))
    client.tls = tls
    var target = try RelayTarget(client)
    target.shape = shape
    group = MultiThreadedEventLoopGroup(numberOfThreads: 1)
    var configuration = ServerConfiguration()
    configuration.identity = identity
    listener = try await Listener.relay(
      configuration, to: target, on: group.next(), clock: RunClock(), onTrouble: { _ in },
      owner: owner
    ).get()
    port = listener.localAddress?.port ?? 0
  }

  func end() async throws {
    try await listener.close().get()
    try await group.shutdownGracefully()
  }

  private final class QuietDelegate: RelayDelegate {
    func connected(_ relay: Relay, at time: Duration) {}
    func received(_ bytes: RawSpan, from sender: WebSocketRole, at time: Duration, in relay: Relay) {}
    func changed(_ names: [String], in relay: Relay) {}
    func batchEnded(in relay: Relay) {}
    func ended(_ ending: RelayEnding, at time: Duration, in relay: Relay) {}
  }
}
