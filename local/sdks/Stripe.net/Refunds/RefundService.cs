using System.Net;

namespace Stripe;

/// <summary><c>/v1/refunds</c>. Every method throws <see cref="StripeException"/> when Stripe refuses.</summary>
public class RefundService(IStripeClient client)
{
    private const string Root = "/v1/refunds";

    /// <summary><c>POST /v1/refunds</c>.</summary>
    public virtual Task<Refund> CreateAsync(
        RefundCreateOptions options, RequestOptions requestOptions = null, CancellationToken cancellationToken = default) =>
        client.RequestAsync<Refund>(HttpMethod.Post, Root, options, requestOptions, cancellationToken);

    /// <summary><c>GET /v1/refunds/{id}</c>.</summary>
    public virtual Task<Refund> GetAsync(
        string id, RefundGetOptions options = null, RequestOptions requestOptions = null, CancellationToken cancellationToken = default) =>
        client.RequestAsync<Refund>(HttpMethod.Get, $"{Root}/{WebUtility.UrlEncode(id)}", options, requestOptions, cancellationToken);

    /// <summary><c>GET /v1/refunds</c>: one page, newest first.</summary>
    public virtual Task<StripeList<Refund>> ListAsync(
        RefundListOptions options = null, RequestOptions requestOptions = null, CancellationToken cancellationToken = default) =>
        client.RequestAsync<StripeList<Refund>>(HttpMethod.Get, Root, options, requestOptions, cancellationToken);

    /// <summary><c>GET /v1/refunds</c>, page after page.</summary>
    public virtual IAsyncEnumerable<Refund> ListAutoPagingAsync(
        RefundListOptions options = null, RequestOptions requestOptions = null, CancellationToken cancellationToken = default) =>
        AutoPaging.ReadAsync<Refund, RefundListOptions>(
            page => ListAsync(page, requestOptions, cancellationToken), options, refund => refund.Id);
}
