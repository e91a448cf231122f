namespace Stripe;

/// <summary>Parameters of a request, or a group of them; properties with a JSON name are form-encoded.</summary>
#pragma warning disable CA1040 // The vendor's marker
public interface INestedOptions;
#pragma warning restore CA1040
