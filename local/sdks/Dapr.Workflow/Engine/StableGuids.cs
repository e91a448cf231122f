using System.Security.Cryptography;
using System.Text;

namespace Dapr.Workflow.Engine;

/// <summary>
/// Ids that are the same at each replay: name-based UUIDs (version 5) under one derived from the instance. The vendor's worker
/// derives them the same way, so an instance can go from one to the other.
/// </summary>
internal sealed class StableGuids
{
    private static readonly Guid Namespace = new("6f927a2e-9c7e-4a1d-9b8d-7a86f2e7f62f");
    private readonly string _instanceId;
    private readonly Guid _root;
    private int _count;

    public StableGuids(string instanceId, string? executionId)
    {
        _instanceId = instanceId;
        var seed = string.IsNullOrWhiteSpace(executionId) ? instanceId : executionId;
        _root = Guid.TryParse(seed, out var guid) ? guid : FromName(Namespace, seed);
    }

    public Guid Next() => FromName(_root, $"{_instanceId}_{_count++}");

    public string ForActivity(int callId, string name) => FromName(_root, $"{_instanceId}|activity|{callId}|{name}").ToString("N");

    private static Guid FromName(Guid scope, string name)
    {
#pragma warning disable CA5350 // Version 5 is defined with SHA-1; nothing is protected by it
        var hash = SHA1.HashData([.. scope.ToByteArray(bigEndian: true), .. Encoding.UTF8.GetBytes(name)]);
#pragma warning restore CA5350
        hash[6] = (byte)((hash[6] & 0x0F) | 0x50);
        hash[8] = (byte)((hash[8] & 0x3F) | 0x80);
        return new Guid(hash.AsSpan(0, 16), bigEndian: true);
    }
}
