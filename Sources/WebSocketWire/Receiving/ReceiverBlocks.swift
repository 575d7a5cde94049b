/// Memory in which receivers unmask and inflate, one after the other.
///
/// Nothing stays there between two calls, so all receivers of an event loop can share it. A receiver that is called from inside a
/// sink of another finds it taken, and makes a block for that time.
package final class ReceiverBlocks {
  var unmasked: [UInt8] = []
  var inflated: [UInt8] = []

  package init() {}
}
