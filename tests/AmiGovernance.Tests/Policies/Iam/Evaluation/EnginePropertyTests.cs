using System.Collections.Immutable;
using AmiGovernance.Core.Base.Diagnostics;
using AmiGovernance.Core.Base.Text;
using AmiGovernance.Core.Policies.Iam;
using AmiGovernance.Core.Policies.Iam.Evaluation;
using AmiGovernance.TestSupport.Policies.Iam.Evaluation;

namespace AmiGovernance.Tests.Policies.Iam.Evaluation;

/// <summary>Laws of policy evaluation, on generated policies and requests.</summary>
public sealed class EnginePropertyTests
{
    private static readonly int Cases = TestScale.Samples(3_000);
    private const int Seed = 7;

    private static IEnumerable<(GeneratedCase Case, List<List<PolicyDocument>> Levels, RequestContext Request)> All() =>
        Enumerable
            .Range(0, Cases)
            .Select(id =>
            {
                var generated = GeneratedCase.Make(Seed, id);
                var request = new RequestContext { Action = generated.Action, Resource = generated.Resource };
                foreach (var (key, values) in generated.Context)
                    request.Set(key, [.. values]);
                return (
                    generated,
                    generated.Levels.Select(l => l.Select(p => Parse(p!.ToJsonString())).ToList()).ToList(),
                    request
                );
            });

    private static PolicyDocument Parse(string text) =>
        PolicyParser.Parse(SourceText.FromString("p", text), PolicyType.ServiceControlPolicy, new DiagnosticBag())!;

    private static Outcome Decide(IEnumerable<IEnumerable<PolicyDocument>> levels, RequestContext request) =>
        new Authorization
        {
            ServiceControlPolicies = new PolicyLevels([
                .. levels.Select(l => l.Select(p => new CompiledPolicy(p, "p")).ToImmutableArray()),
            ]),
        }
            .Decide(request, new Caller())
            .Outcome;

    [Fact]
    public void Adding_a_deny_never_allows()
    {
        var added = GeneratedCase
            .Make(Seed, Cases + 1)
            .Levels[0]
            .Select(p => Parse(p!.ToJsonString()))
            .SelectMany(p => p.Statements)
            .Where(s => s.Effect == Effect.Deny)
            .ToImmutableArray();
        foreach (var (_, levels, request) in All())
        {
            var before = Decide(levels, request);
            levels[0].Add(new PolicyDocument(added));
            if (Decide(levels, request) == Outcome.Allowed)
                Assert.Equal(Outcome.Allowed, before);
        }
    }

    [Fact]
    public void The_order_of_statements_and_policies_never_matters()
    {
        foreach (var (_, levels, request) in All())
        {
            var turned = levels.Select(l =>
                Enumerable.Reverse(l).Select(p => p with { Statements = [.. p.Statements.Reverse()] })
            );
            Assert.Equal(Decide(levels, request), Decide(turned, request));
        }
    }

    [Fact]
    public void Printing_and_parsing_keeps_the_decision()
    {
        foreach (var (_, levels, request) in All())
            Assert.Equal(
                Decide(levels, request),
                Decide(
                    levels.Select(l =>
                        l.Select(p => Parse(AmiGovernance.Core.Base.Json.JsonText.ToText(PolicyWriter.Indented(p))))
                    ),
                    request
                )
            );
    }

    [Fact]
    public void Splitting_a_policy_by_statements_keeps_the_decision()
    {
        foreach (var (_, levels, request) in All())
            Assert.Equal(
                Decide(levels, request),
                Decide(
                    levels.Select(l => l.SelectMany(p => p.Statements.Select(s => p with { Statements = [s] }))),
                    request
                )
            );
    }

    [Fact]
    public void The_management_account_and_service_linked_roles_are_never_denied_by_an_SCP()
    {
        foreach (var (_, levels, request) in All().Take(200))
        {
            var engine = new Authorization
            {
                ServiceControlPolicies = new PolicyLevels([
                    .. levels.Select(l => l.Select(p => new CompiledPolicy(p, "p")).ToImmutableArray()),
                ]),
            };
            Assert.Equal(Outcome.Allowed, engine.Decide(request, new Caller(InManagementAccount: true)).Outcome);
            Assert.Equal(Outcome.Allowed, engine.Decide(request, new Caller(IsServiceLinkedRole: true)).Outcome);
        }
    }
}
