public import WebSocketWire

/// A byte with the side that sent it and its place in the run of both, so that no cut can make a difference.
public struct SidedByte: Equatable {
  public let sender: WebSocketRole
  public let offset: UInt64
  public let value: UInt8
}
