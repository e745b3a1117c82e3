using System.Collections.Immutable;
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
        var levels = Parse(generated)
            .Select(l => l.Select((p, i) => new CompiledPolicy(p, $"p{i}")).ToImmutableArray());
        return new Authorization { ServiceControlPolicies = new PolicyLevels([.. levels]) }
            .Decide(request, new Caller())
            .Outcome switch
        {
            Outcome.Allowed => "Allowed",
            Outcome.ExplicitDeny => "ExplicitlyDenied",
            _ => "ImplicitlyDenied",
        };
    }

    public static List<List<PolicyDocument>> Parse(GeneratedCase generated) =>
        [
            .. generated.Levels.Select(level =>
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
