using System.Text.Json;
using AmiGovernance.Core.Features.Decisions;
using AmiGovernance.Core.Features.Trail.Reading;
using AmiGovernance.Core.Governance.Facts;

namespace AmiGovernance.Tests.Features.Trail;

public sealed class ErrorReaderTests
{
    private static readonly string[] Lines = File.ReadAllLines(
        RepositoryRoot.File("tests", "data", "errors", "texts.jsonl")
    );

    public static TheoryData<int> Texts() => [.. Enumerable.Range(0, Lines.Length)];

    [Theory]
    [MemberData(nameof(Texts))]
    public void A_text_that_people_have_is_read(int line)
    {
        using var row = JsonDocument.Parse(Lines[line]);
        var expected = row.RootElement;
        var hints = CallSources.FromError(Text(expected, "text") ?? "");
        Assert.NotNull(hints);
        var refusal = Assert.IsType<NamedRefusal>(hints.Refusal);
        Assert.Equal(Text(expected, "kind"), refusal.Shape.KindName);
        Holds(expected, "cause", refusal.Shape.Cause.ToString());
        Holds(expected, "way", refusal.Way.ToString());
        Holds(expected, "policy", refusal.PolicyKind);
        Holds(expected, "resource", refusal.Resource);
        Holds(expected, "encoded", refusal.Encoded);
        Holds(expected, "code", refusal.Code);
        Holds(expected, "action", hints.Action);
        Holds(expected, "account", hints.Account);
        Holds(expected, "image", hints.ImageId);
        Holds(expected, "region", hints.Region);
        if (expected.TryGetProperty("others", out var others))
            Assert.Equal(others.GetInt32(), refusal.Others);
    }

    /// <summary>"At least five of each kind" that a policy on images can be taken for.</summary>
    [Theory]
    [InlineData("policy")]
    [InlineData("image_unavailable")]
    [InlineData("image_state")]
    [InlineData("key")]
    [InlineData("parameter")]
    public void There_are_enough_texts_of_each_kind(string kind) =>
        Assert.True(Lines.Count(l => l.Contains($"\"kind\": \"{kind}\"", StringComparison.Ordinal)) >= 5);

    [Fact]
    public void Every_shape_has_a_place_to_look_at_a_source_and_a_date()
    {
        Assert.All(ErrorShape.All, s => Assert.NotEmpty(s.Look));
        Assert.All(ErrorShape.All, s => Assert.NotEmpty(s.Source));
        Assert.All(ErrorShape.All, s => Assert.True(s.Date.Year >= 2026));
        Assert.All(ErrorShape.All, s => Assert.True(s.Code.Length > 0 || s.Text.Length > 0));
    }

    [Fact]
    public void The_reference_has_every_shape()
    {
        var page = File.ReadAllText(RepositoryRoot.File("docs", "reference", "errors.md"));
        Assert.All(
            ErrorShape.All,
            s =>
                Assert.Contains($"| {s.Text} | {s.KindName} | {s.Cause.ToString().ToLowerInvariant()} | {s.Look}", page)
        );
    }

    [Theory]
    [InlineData("")]
    [InlineData("Apply complete! Resources: 1 added, 0 changed, 0 destroyed.")]
    [InlineData("{\"level\":\"INFO\",\"message\":\"RunInstances succeeded for NodeClaim default-w2zlj\"}")]
    [InlineData("[1, 2")]
    public void A_text_that_tells_of_no_refusal_is_none(string text) => Assert.Null(CallSources.FromError(text));

    private static void Holds(JsonElement row, string name, string? actual)
    {
        if (Text(row, name) is { } expected)
            Assert.Equal(expected, actual);
    }

    private static string? Text(JsonElement row, string name) =>
        row.TryGetProperty(name, out var value) ? value.GetString() : null;
}
