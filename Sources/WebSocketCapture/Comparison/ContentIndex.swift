import WebSocketWire

/// Finds messages by what they hold.
package struct ContentIndex: Sendable {
  private let items: [ComparedItem]
  private let comparison: JSONComparison
  private let places: [JSONComparison.Key: [Int]]

  package init(_ items: [ComparedItem], _ comparison: JSONComparison) {
    (self.items, self.comparison) = (items, comparison)
    places = Dictionary(grouping: items.indices) { comparison.key(of: items[$0].content) }
  }

  /// The places of those that are equal to this one, in their order.
  package func places(of item: ComparedItem) -> [Int] {
    (places[comparison.key(of: item.content)] ?? []).filter { place in
      items[place].resembles(item) && comparison.areEqual(items[place].content, item.content)
    }
  }
}
