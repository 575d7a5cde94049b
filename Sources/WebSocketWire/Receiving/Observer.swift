/// Both directions of a connection between others: everything is reported and nothing is answered.
public struct Observer {
  private var fromClient: Receiver
  private var fromServer: Receiver

  /// Begins after the opening handshake, in which this compression was agreed on.
  public init(limits: Limits = Limits(), deflate: NegotiatedDeflate? = nil) {
    fromClient = Receiver(from: .client, limits: limits, policy: .report, deflate: deflate?.client)
    fromServer = Receiver(from: .server, limits: limits, policy: .report, deflate: deflate?.server)
  }

  /// Takes bytes that one side has sent, and that came at that time.
  public mutating func receive(
    _ bytes: RawSpan, from sender: WebSocketRole, at time: Duration = .zero, into sink: some EventSink
  ) {
    switch sender {
    case .client: fromClient.receive(bytes, at: time, into: sink)
    case .server: fromServer.receive(bytes, at: time, into: sink)
    }
  }

  /// What the end of one side's stream would cut short now.
  public func remainder(from sender: WebSocketRole) -> FrameDecoder.Remainder? {
    sender == .client ? fromClient.remainder : fromServer.remainder
  }
}
