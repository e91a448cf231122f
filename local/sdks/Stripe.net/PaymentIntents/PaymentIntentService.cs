using System.Net;

namespace Stripe;

/// <summary><c>/v1/payment_intents</c>. Every method throws <see cref="StripeException"/> when Stripe refuses.</summary>
public class PaymentIntentService(IStripeClient client)
{
    private const string Root = "/v1/payment_intents";

    /// <summary><c>POST /v1/payment_intents</c>.</summary>
    public virtual Task<PaymentIntent> CreateAsync(
        PaymentIntentCreateOptions options, RequestOptions requestOptions = null, CancellationToken cancellationToken = default) =>
        client.RequestAsync<PaymentIntent>(HttpMethod.Post, Root, options, requestOptions, cancellationToken);

    /// <summary><c>GET /v1/payment_intents/{id}</c>.</summary>
    public virtual Task<PaymentIntent> GetAsync(
        string id,
        PaymentIntentGetOptions options = null,
        RequestOptions requestOptions = null,
        CancellationToken cancellationToken = default) =>
        client.RequestAsync<PaymentIntent>(HttpMethod.Get, Path(id), options, requestOptions, cancellationToken);

    /// <summary><c>POST /v1/payment_intents/{id}/confirm</c>. A declined card is a <see cref="StripeException"/> with status 402.</summary>
    public virtual Task<PaymentIntent> ConfirmAsync(
        string id,
        PaymentIntentConfirmOptions options = null,
        RequestOptions requestOptions = null,
        CancellationToken cancellationToken = default) =>
        client.RequestAsync<PaymentIntent>(HttpMethod.Post, Path(id) + "/confirm", options, requestOptions, cancellationToken);

    /// <summary><c>POST /v1/payment_intents/{id}/cancel</c>. Refused once it succeeded or was cancelled.</summary>
    public virtual Task<PaymentIntent> CancelAsync(
        string id,
        PaymentIntentCancelOptions options = null,
        RequestOptions requestOptions = null,
        CancellationToken cancellationToken = default) =>
        client.RequestAsync<PaymentIntent>(HttpMethod.Post, Path(id) + "/cancel", options, requestOptions, cancellationToken);

    /// <summary><c>POST /v1/payment_intents/{id}/capture</c>. Takes what was authorised.</summary>
    public virtual Task<PaymentIntent> CaptureAsync(
        string id,
        PaymentIntentCaptureOptions options = null,
        RequestOptions requestOptions = null,
        CancellationToken cancellationToken = default) =>
        client.RequestAsync<PaymentIntent>(HttpMethod.Post, Path(id) + "/capture", options, requestOptions, cancellationToken);

    /// <summary><c>GET /v1/payment_intents</c>: one page, newest first.</summary>
    public virtual Task<StripeList<PaymentIntent>> ListAsync(
        PaymentIntentListOptions options = null, RequestOptions requestOptions = null, CancellationToken cancellationToken = default) =>
        client.RequestAsync<StripeList<PaymentIntent>>(HttpMethod.Get, Root, options, requestOptions, cancellationToken);

    /// <summary><c>GET /v1/payment_intents</c>, page after page.</summary>
    public virtual IAsyncEnumerable<PaymentIntent> ListAutoPagingAsync(
        PaymentIntentListOptions options = null, RequestOptions requestOptions = null, CancellationToken cancellationToken = default) =>
        AutoPaging.ReadAsync<PaymentIntent, PaymentIntentListOptions>(
            page => ListAsync(page, requestOptions, cancellationToken), options, intent => intent.Id);

    private static string Path(string id) => $"{Root}/{WebUtility.UrlEncode(id)}";
}
