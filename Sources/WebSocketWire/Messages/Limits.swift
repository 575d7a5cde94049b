/// The most that one side accepts, in bytes (RFC 6455 10.4).
public struct Limits: Hashable, Sendable {
  /// Payload of one frame; nil for no limit.
  public var frame: UInt64?
  /// Payload of one message over all its fragments; nil for no limit.
  public var message: UInt64?
  /// An HTTP head, the empty line included: 64 KiB unless set.
  public var head: Int
  /// What is kept of the content of an answer that refuses the upgrade: 64 KiB unless set.
  public var refusal: Int

  /// Limits in bytes; nil is for a length without a limit.
  public init(frame: UInt64? = nil, message: UInt64? = nil, head: Int = 65536, refusal: Int = 65536) {
    self.frame = frame
    self.message = message
    self.head = head
    self.refusal = refusal
  }
}
