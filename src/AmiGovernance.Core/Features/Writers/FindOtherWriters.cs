using System.Collections.Immutable;
using AmiGovernance.Core.Base.Identifiers;
using AmiGovernance.Core.Base.Text;

namespace AmiGovernance.Core.Features.Writers;

/// <summary>What is ours in an organization, and what others may come near.</summary>
/// <param name="Policies">The ids of our policies.</param>
/// <param name="Targets">The ids of the roots, organizational units and accounts that ours are attached to, or will be.</param>
public sealed record OurPart(IReadOnlySet<string> Policies, IReadOnlyCollection<string> Targets);

/// <summary>
/// Recognises other writers of policies by tags, names, trusted services and recorded calls: see <see cref="WriterSign"/>.
/// </summary>
/// <param name="policies">All that were read, ours among them.</param>
/// <param name="trustedServices">Empty when it is not known.</param>
/// <param name="history">Who changed policies.</param>
/// <param name="ours">What is ours.</param>
public sealed class FindOtherWriters(
    ImmutableArray<SeenPolicy> policies,
    ImmutableArray<string> trustedServices,
    PolicyHistory history,
    OurPart ours
)
{
    /// <summary>More policies of a writer are told by their number.</summary>
    private const int Shown = 3;

    private readonly ILookup<string, string> names = policies.ToLookup(p => p.Id, p => p.Name);

    /// <summary>A thing that points to a writer.</summary>
    private sealed record Trace(WriterSign Sign)
    {
        public string Evidence { get; init; } = "";

        /// <summary>The policy that bears the sign; null where it is none.</summary>
        public SeenPolicy? Policy { get; init; }

        /// <summary>The call that bears the sign; null where it is none.</summary>
        public PolicyCall? Call { get; init; }
    }

    /// <summary>Roles that are there; empty where nobody looked.</summary>
    public ImmutableArray<string> Roles { get; init; } = [];

    /// <summary>Those that come near ours first.</summary>
    public ImmutableArray<FoundWriter> Run() =>
        [
            .. Traces()
                .GroupBy(t => t.Sign.Writer)
                .Select(Found)
                .OrderByDescending(w => w.TouchesOurs)
                .ThenBy(w => w.Writer.Writer),
        ];

    private IEnumerable<Trace> Traces() =>
        [
            .. Standing(SignKind.TrustedService, trustedServices, "{0} has trusted access"),
            .. Standing(SignKind.ExistingRole, Roles, "there is a role {0}"),
            .. policies.Select(PolicyTrace).OfType<Trace>(),
            // Whoever wants to be left alone takes the name of another's session, as we advise: that is no other writer.
            .. history
                .Calls.Where(c => c.Caller.Sign is { IsCertain: true })
                .Select(c => new Trace(c.Caller.Sign!) { Call = c }),
        ];

    private static IEnumerable<Trace> Standing(SignKind kind, ImmutableArray<string> names, string words) =>
        names
            .Select(name => (Name: name, Sign: WriterSign.In(kind, name)))
            .Where(seen => seen.Sign is not null)
            .Select(seen => new Trace(seen.Sign!) { Evidence = words.Replace("{0}", seen.Name) });

    /// <summary>Null for a policy without a sign. Tags that anybody may write say nothing on ours: they are the configuration's.</summary>
    private Trace? PolicyTrace(SeenPolicy policy)
    {
        var sign = WriterSign.On(policy);
        var isOurOwnTag = sign is { IsCertain: false } && ours.Policies.Contains(policy.Id);
        return sign is null || isOurOwnTag ? null : new Trace(sign) { Policy = policy };
    }

    private FoundWriter Found(IGrouping<OtherWriter, Trace> traces)
    {
        var writer = KnownWriter.Of(traces.Key);
        var isCertain = traces.Any(t => t.Sign.IsCertain);
        var owned = traces.Select(t => t.Policy).OfType<SeenPolicy>().ToList();
        var calls = traces.Select(t => t.Call).OfType<PolicyCall>().ToList();
        var own = owned.Where(p => !ours.Policies.Contains(p.Id)).ToList();
        IEnumerable<string> evidence =
        [
            .. traces.Select(t => t.Evidence).Where(e => e.Length > 0),
            .. Named(owned),
            .. Recorded(calls),
        ];
        return new FoundWriter(writer, isCertain, [.. evidence])
        {
            Targets = [.. Near(writer, own).Order(StringComparer.Ordinal)],
            Ours =
            [
                .. owned
                    .Select(p => p.Id)
                    .Concat(calls.Select(c => c.PolicyId))
                    .Where(ours.Policies.Contains)
                    .Distinct()
                    .Select(Name),
            ],
        };
    }

    private IEnumerable<string> Near(KnownWriter writer, List<SeenPolicy> own) =>
        writer.WatchesTargets
            ? ours.Targets.Where(t => !t.StartsWith("r-", StringComparison.Ordinal))
            : own.SelectMany(p => p.Targets).Intersect(ours.Targets);

    private static IEnumerable<string> Named(List<SeenPolicy> owned)
    {
        if (owned.Count == 0)
            return [];
        var shown = Shortened.List([.. owned.Select(p => $"`{p.Name}` ({p.Id})")], Shown);
        return [$"its policies: {shown}"];
    }

    /// <summary>What it did to ours, else what it did last.</summary>
    private IEnumerable<string> Recorded(List<PolicyCall> calls)
    {
        if (calls.Count == 0)
            return [];
        var telling = calls.Where(c => ours.Policies.Contains(c.PolicyId)).Take(Shown).ToList();
        var shown = telling.Count > 0 ? telling : calls.Take(1);
        return shown.Select(c => $"CloudTrail: {Words(c)}");
    }

    private string Words(PolicyCall call)
    {
        var target = call.TargetId.Length > 0 ? $" {call.TargetId}" : "";
        var policy = call.PolicyId.Length > 0 ? $" `{Name(call.PolicyId)}`" : "";
        return $"{call.Operation}{policy}{target} on {call.At.MinuteText()} by {call.Caller.Name}";
    }

    private string Name(string id) => names[id].FirstOrDefault() ?? id;
}
