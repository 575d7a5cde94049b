package import NIOCore
import NIOSSL
import WebSocketWire

extension Listener {
  /// Listens, and relays each client to the target; the future gives the listener, or a `TransportError`.
  ///
  /// Of the configuration the address, the rights on a socket file, the identity and the time-outs count. `owner` makes what hears of each
  /// relay, on the loop, as soon as its client is there. `onTrouble` gets a sentence when the system has no room for another client.
  package static func relay(
    _ configuration: ServerConfiguration, to target: RelayTarget, on loop: any EventLoop, clock: RunClock,
    onTrouble: @escaping @Sendable (String) -> Void,
    owner: @escaping @Sendable (Relay) -> any RelayDelegate
  ) -> EventLoopFuture<Listener> {
    let counter = NIOLoopBoundBox.makeBoxSendingValue(0, eventLoop: loop)
    let blocks = LoopBlocks()
    return accept(configuration, on: loop, onTrouble: onTrouble) { channel, tls in
      let handlers = channel.pipeline.syncOperations
      if let tls {
        try handlers.addHandlers(
          PlaintextOnTLSHandler(), CloseNotifyHandler(role: .server), NIOSSLServerHandler(context: tls))
      }
      let place = Relay.Place(loop: loop, clock: clock, blocks: blocks.blocks(of: loop).reads)
      counter.value += 1
      let end = RelayEnd(
        of: .client, usesTLS: tls != nil, isDirect: tls == nil,
        facts: SessionFacts(number: counter.value, start: clock.now), at: place)
      let relay = Relay(counter.value, of: end, to: target, at: place)
      try handlers.addHandler(end)
      relay.begin(owner(relay))
    }.map { Listener($0) }
  }
}
