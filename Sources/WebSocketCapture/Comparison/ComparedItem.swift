package import WebSocketWire

/// A message or a frame as it is compared with another one.
package struct ComparedItem: Hashable, Sendable {
  package let sender: WebSocketRole
  /// Its place among the messages or frames of its recording, both senders counted, from 1.
  package let number: Int
  package let opcode: Opcode
  /// FIN; of a message, true.
  package let isFinal: Bool
  /// RSV1 to RSV3; of a message, none.
  package let reserved: ReservedBits
  package let content: [UInt8]
  /// Whether all of it is known.
  package let isWhole: Bool
  /// Whether its recording has frames, and with them the Close.
  package let isOfFrames: Bool

  package init(
    from sender: WebSocketRole, number: Int, _ opcode: Opcode, isFinal: Bool = true,
    reserved: ReservedBits = [], content: [UInt8] = [], isWhole: Bool = true, isOfFrames: Bool = true
  ) {
    (self.sender, self.number, self.opcode) = (sender, number, opcode)
    (self.isFinal, self.reserved, self.content) = (isFinal, reserved, content)
    (self.isWhole, self.isOfFrames) = (isWhole, isOfFrames)
  }

  /// Whether both are of one kind, whatever they hold.
  package func resembles(_ other: ComparedItem) -> Bool {
    sender == other.sender && opcode == other.opcode && isFinal == other.isFinal
      && reserved == other.reserved && isWhole == other.isWhole
  }
}
