using System.Collections;

namespace Stripe;

/// <summary>One page of a list.</summary>
public class StripeList<T> : StripeEntity, IHasObject, IEnumerable<T>
{
    /// <inheritdoc/>
    public string Object { get; set; }

    /// <summary>The items of this page.</summary>
    public List<T> Data { get; set; }

    /// <summary>Whether there are more after this page.</summary>
    public bool HasMore { get; set; }

    /// <summary>The path of the list.</summary>
    public string Url { get; set; }

    /// <inheritdoc/>
    public IEnumerator<T> GetEnumerator() => Data.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
