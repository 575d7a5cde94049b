import NIOCore
import WebSocketWire

/// Looks for close_notify, and user_canceled as a warning (RFC 8446 6.1), in the records in front of TLS, because BoringSSL tells them
/// apart from a stream that just ends only once the handshake is done.
///
/// It leaves the pipeline with the first record of application data, which hides whatever comes under TLS 1.3.
final class CloseNotifyHandler: ChannelInboundHandler, RemovableChannelHandler {
  typealias InboundIn = ByteBuffer

  private static let (alertType, applicationDataType): (UInt8, UInt8) = (21, 23)
  private static let (closeNotify, userCanceled): (UInt8, UInt8) = (0, 90)

  private let peer: String
  private let remedy: Remedy?
  /// The header of the record that is coming, and its content where that is an alert in the clear.
  private var record: [UInt8] = []
  /// What is still to come of a record that is passed over, in bytes.
  private var left = 0
  private var wasCanceled = false
  private var isDone = false

  /// `role` is ours.
  init(role: WebSocketRole) {
    peer = role == .client ? "the server" : "the client"
    // Some clients say no more than this of a certificate that they do not trust.
    remedy = role == .client ? nil : .trustOurAuthority
  }

  func channelRead(context: ChannelHandlerContext, data: NIOAny) {
    var bytes = unwrapInboundIn(data).readableBytesView[...]
    while !isDone, let byte = bytes.popFirst() {
      if left > 0 {
        let passed = min(left - 1, bytes.count)
        bytes = bytes.dropFirst(passed)
        left -= passed + 1
      } else {
        take(byte, context)
      }
    }
    context.fireChannelRead(data)
    if isDone { context.pipeline.syncOperations.removeHandler(self, promise: nil) }
  }

  func channelInactive(context: ChannelHandlerContext) {
    if wasCanceled { report(context) }
    context.fireChannelInactive()
  }

  private func take(_ byte: UInt8, _ context: ChannelHandlerContext) {
    record.append(byte)
    if record[0] == Self.applicationDataType { isDone = true }
    guard record.count >= 5 else { return }
    let length = Int(record[3]) << 8 | Int(record[4])
    if record[0] != Self.alertType || length != 2 {
      (record, left) = ([], length)
    } else if record.count == 7 {
      if byte == Self.userCanceled { wasCanceled = true }
      if byte == Self.closeNotify { report(context) }
      record = []
    }
  }

  private func report(_ context: ChannelHandlerContext) {
    guard !isDone else { return }
    isDone = true
    let sentence =
      wasCanceled
      ? "\(peer) refused TLS: \(TLSAlert(number: Self.userCanceled).sentence)"
      : "the TLS handshake failed: \(peer) ended it and gave no cause (alert 0, close_notify)"
    context.fireErrorCaught(TransportError(.tlsFailed, sentence, remedy: remedy))
  }
}
