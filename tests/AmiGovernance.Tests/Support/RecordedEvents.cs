using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json.Nodes;
using AmiGovernance.Core.Base.Identifiers;
using AmiGovernance.Core.Ports;
using AmiGovernance.Core.Ports.Trail;

namespace AmiGovernance.Tests.Support;

/// <summary>
/// An event history of the management account in which tests write what AWS would: records of Organizations as its user guide shows
/// them ("Logging API calls with AWS CloudTrail", "Example log entry").
/// </summary>
internal sealed class RecordedEvents : IEventHistory, IAwsIdentity
{
    private const string Account = "999999999999";

    /// <summary>As many events as LookupEvents gives at once.</summary>
    private const int PageSize = 50;

    private readonly List<(DateTimeOffset At, string Name, string Record)> events = [];

    /// <summary>The error of every look-up; null for none.</summary>
    public string? Refuses { get; set; }

    /// <summary>The names that were looked up, a page each.</summary>
    public List<string> Asked { get; } = [];

    public RegionName? Region { get; private set; }

    public string Arn { get; init; } = $"arn:aws:iam::{Account}:user/test";

    /// <param name="role">Role and session; null for the user `diego`.</param>
    /// <param name="change">What else the record says.</param>
    public RecordedEvents Add(
        DateTimeOffset at,
        string name,
        JsonObject request,
        string? role = null,
        Action<JsonObject>? change = null
    )
    {
        var record = new JsonObject
        {
            ["eventVersion"] = "1.08",
            ["userIdentity"] = role is null ? User() : Role(role),
            ["eventTime"] = at.IsoText(),
            ["eventSource"] = "organizations.amazonaws.com",
            ["eventName"] = name,
            ["awsRegion"] = "us-east-1",
            ["sourceIPAddress"] = "192.0.2.0",
            ["userAgent"] = "aws-cli/2.22.0",
            ["requestParameters"] = request,
            ["responseElements"] = null,
            ["readOnly"] = false,
            ["eventType"] = "AwsApiCall",
            ["recipientAccountId"] = Account,
        };
        change?.Invoke(record);
        events.Add((at, name, record.ToJsonString()));
        return this;
    }

    private static JsonObject User() =>
        new()
        {
            ["type"] = "IAMUser",
            ["principalId"] = "AIDAMVNPBQA3EXAMPLE",
            ["arn"] = $"arn:aws:iam::{Account}:user/diego",
            ["accountId"] = Account,
            ["userName"] = "diego",
        };

    private static JsonObject Role(string session) =>
        new()
        {
            ["type"] = "AssumedRole",
            ["arn"] = $"arn:aws:sts::{Account}:assumed-role/{session}",
            ["accountId"] = Account,
            ["sessionContext"] = new JsonObject
            {
                ["sessionIssuer"] = new JsonObject
                {
                    ["type"] = "Role",
                    ["arn"] = $"arn:aws:iam::{Account}:role/{session.Split('/')[0]}",
                    ["userName"] = session.Split('/')[0],
                },
            },
        };

    public Task<LookupPage> LookupEvents(
        AccountId account,
        RegionName region,
        EventLookup lookup,
        DateTimeOffset from,
        DateTimeOffset to,
        string? token,
        CancellationToken cancel
    )
    {
        Asked.Add(lookup.Value);
        Region = region;
        Assert.Equal(("EventName", Account), (lookup.Attribute, account.Value));
        if (Refuses is { } code)
            throw new AwsException("cloudtrail:LookupEvents", code, "no", "request");
        var start = int.Parse(token ?? "0", CultureInfo.InvariantCulture);
        var found = events
            .Where(e => e.Name == lookup.Value && e.At >= from && e.At <= to)
            .OrderByDescending(e => e.At)
            .ToList();
        ImmutableArray<LookedUpEvent> page =
        [
            .. found.Skip(start).Take(PageSize).Select((e, i) => new LookedUpEvent($"{e.Name}-{start + i}", e.Record)),
        ];
        var next = start + PageSize;
        return Task.FromResult(
            new LookupPage(page, next < found.Count ? next.ToString(CultureInfo.InvariantCulture) : null)
        );
    }

    public Task<CallerDetails> GetCallerIdentity(CancellationToken cancel) =>
        Task.FromResult(new CallerDetails(AccountId.Parse(Account), Arn));
}
