using System.Collections.Immutable;
using AmiGovernance.Core.Base.Json;
using AmiGovernance.Core.Base.Text;
using AmiGovernance.Core.Policies.Declarative;
using AmiGovernance.Tests.Support;
using AmiGovernance.TestSupport.SecondJudge;
using CsCheck;
using JsonNode = System.Text.Json.Nodes.JsonNode;

namespace AmiGovernance.Tests.Policies.SecondJudge;

/// <summary>Inheritance against a merge that shares no code with it, on generated policies of four levels.</summary>
public sealed class InheritanceConformanceTests
{
    [Theory]
    [InlineData("closed", LockReach.NewKeysToo)]
    [InlineData("open", LockReach.KnownKeys)]
    [InlineData("sealed", LockReach.Everything)]
    public void Policies_merge_as_the_second_judge_merges_them(string locks, LockReach reach)
    {
        Policy
            .Array[1, 4]
            .Sample(
                policies =>
                {
                    var ours = DeclarativeInheritance.Merge(
                        policies.Select((p, i) => ImmutableArray.Create(Document(p, i))),
                        reach
                    );
                    var theirs = PlainInheritance.Merge(policies.Select(p => new[] { p }), locks);
                    Assert.True(
                        JsonNode.DeepEquals(ours.Json is null ? null : JsonNode.Parse(ours.Json), theirs),
                        $"ours: {ours.Json}, second judge: {theirs?.ToJsonString()}"
                    );
                },
                iter: TestScale.Samples(3000),
                print: string.Concat
            );
    }

    private static InheritedDocument Document(string policy, int level) =>
        new($"{level}", JsonParser.Read(SourceText.FromString($"{level}", policy)).Value!.Root);

    private static Gen<string> Control =>
        Choose.From(
            "",
            "",
            "\"@@operators_allowed_for_child_policies\":[\"@@none\"]",
            "\"@@operators_allowed_for_child_policies\":[\"@@append\",\"@@remove\"]",
            "\"@@operators_allowed_for_child_policies\":[\"@@all\"]"
        );

    private static Gen<string> Policy =>
        Gen.Select(
            Leaf("a", "b"),
            Leaf("a", "c"),
            Control,
            Control,
            (x, y, inner, outer) => Nest(Nest(x, inner, "in"), outer, y)
        );

    /// <summary>A list at one of two keys.</summary>
    private static Gen<string> Leaf(string one, string other) =>
        Gen.Select(
            Choose.From(one, other),
            Choose.From("@@assign", "@@append", "@@remove"),
            Choose.From("1", "2", "3").Array[1, 2],
            Control,
            (key, op, values, control) =>
                $$"""{"{{key}}":{ {{Before(control)}} "{{op}}":["{{string.Join("\",\"", values.Distinct())}}"]} }"""
        );

    private static string Before(string control) => control.Length > 0 ? $"{control}," : "";

    private static string Nest(string inner, string control, string key) =>
        key[0] == '{'
            ? $"{{{Before(control)}{key[1..key.LastIndexOf('}')]},\"below\":{inner}}}"
            : $"{{{Before(control)}\"{key}\":{inner}}}";
}
