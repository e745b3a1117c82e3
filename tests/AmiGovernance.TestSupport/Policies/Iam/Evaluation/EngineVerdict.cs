using System.Collections.Immutable;
using System.Text.Json.Nodes;
using AmiGovernance.Core.Base.Diagnostics;
using AmiGovernance.Core.Base.Text;
using AmiGovernance.Core.Policies.Iam;
using AmiGovernance.Core.Policies.Iam.Evaluation;

namespace AmiGovernance.TestSupport.Policies.Iam.Evaluation;

/// <summary>What our engine decides on generated policies and requests, to be held against other evaluators.</summary>
internal static class EngineVerdict
{
    public static int Cases { get; } = TestScale.Samples(20_000);

    public static string Of(GeneratedCase generated)
    {
        var request = new RequestContext { Action = generated.Action, Resource = generated.Resource };
        foreach (var (key, values) in generated.Context)
            request.Set(key, [.. values]);
        var levels = Compile(generated.Levels);
        return Name(
            new Authorization { ServiceControlPolicies = new PolicyLevels(levels) }.Decide(request, new Caller())
        );
    }

    /// <summary>Of a whole call: what is not told of it is absent, as for whoever knows everything.</summary>
    public static string Of(GeneratedCall generated)
    {
        ImmutableArray<CompiledPolicy>? Own(string kind) =>
            generated.Own.TryGetValue(kind, out var policies)
                ? Compile([kind == GeneratedCall.Session ? [policies[0]!.DeepClone()] : policies])[0]
                : null;
        var authorization = new Authorization
        {
            ServiceControlPolicies = new PolicyLevels(Compile(generated.Levels)),
            IdentityPolicies = Own(GeneratedCall.Identity),
            PermissionsBoundary = Own(GeneratedCall.Boundary),
            SessionPolicies = Own(GeneratedCall.Session),
            EndpointPolicies = Own(GeneratedCall.Endpoint),
        };
        return Name(generated.Call.Decide(q => authorization.Decide(q.Request, new Caller())));
    }

    private static string Name(Decision decision) =>
        decision.Outcome switch
        {
            Outcome.Allowed => "Allowed",
            Outcome.ExplicitDeny => "ExplicitlyDenied",
            _ => "ImplicitlyDenied",
        };

    private static ImmutableArray<ImmutableArray<CompiledPolicy>> Compile(IEnumerable<JsonArray> levels) =>
        [.. Parse(levels).Select(l => l.Select((p, i) => new CompiledPolicy(p, $"p{i}")).ToImmutableArray())];

    public static List<List<PolicyDocument>> Parse(GeneratedCase generated) => Parse(generated.Levels);

    private static List<List<PolicyDocument>> Parse(IEnumerable<JsonArray> levels) =>
        [
            .. levels.Select(level =>
                level
                    .Select(
                        (policy, i) =>
                        {
                            var bag = new DiagnosticBag();
                            var parsed = PolicyParser.Parse(
                                SourceText.FromString($"p{i}", policy!.ToJsonString()),
                                PolicyType.ServiceControlPolicy,
                                bag
                            );
                            Assert.False(bag.HasErrors, string.Join(" | ", bag.ToSorted().Select(d => d.Message)));
                            return parsed!;
                        }
                    )
                    .ToList()
            ),
        ];
}
