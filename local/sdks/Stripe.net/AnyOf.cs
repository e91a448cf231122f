namespace Stripe;

/// <summary>A parameter that takes values of several types.</summary>
public interface IAnyOf
{
    /// <summary>The value.</summary>
    object Value { get; }

    /// <summary>Its type.</summary>
    Type Type { get; }
}

/// <summary>A parameter that takes either of two types; both convert to it.</summary>
/// <typeparam name="T1">One type.</typeparam>
/// <typeparam name="T2">The other.</typeparam>
public class AnyOf<T1, T2> : IAnyOf
{
    /// <summary>A value of the first type.</summary>
    public AnyOf(T1 value) => (Value, Type) = (value, typeof(T1));

    /// <summary>A value of the second type.</summary>
    public AnyOf(T2 value) => (Value, Type) = (value, typeof(T2));

    /// <inheritdoc/>
    public object Value { get; }

    /// <inheritdoc/>
    public Type Type { get; }

#pragma warning disable CA2225 // The vendor has no named alternates
    /// <summary>Wraps a value; null stays null.</summary>
    public static implicit operator AnyOf<T1, T2>(T1 value) => value is null ? null : new AnyOf<T1, T2>(value);

    /// <summary>Wraps a value; null stays null.</summary>
    public static implicit operator AnyOf<T1, T2>(T2 value) => value is null ? null : new AnyOf<T1, T2>(value);
#pragma warning restore CA2225
}
