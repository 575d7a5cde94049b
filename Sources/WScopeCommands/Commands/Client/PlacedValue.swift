import Synchronization

/// The value of an option whose place among other options counts. The parser reads options in their order, and hands out the values of
/// each option alone.
struct PlacedValue {
  let text: String
  let place: Int

  private static let count = Atomic(0)

  init(argument: String) {
    text = argument
    place = Self.count.add(1, ordering: .relaxed).newValue
  }
}
