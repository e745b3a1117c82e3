using System.Collections.Immutable;
using System.Text.Json;
using AmiGovernance.Core.Base.Diagnostics;
using AmiGovernance.Core.Base.Json;
using AmiGovernance.Core.Base.Text;
using AmiGovernance.Core.Policies.Declarative;
using AmiGovernance.Tests.Support;
using CsCheck;

namespace AmiGovernance.Tests.Policies.Declarative;

/// <summary>Inheritance of declarative policies, as AWS documents it: tests/data/declarative/inheritance.json.</summary>
public sealed class InheritanceTests
{
    [Fact]
    public void Policies_merge_as_documented()
    {
        foreach (
            var vector in JsonDocument
                .Parse(File.ReadAllText(RepositoryRoot.File("tests", "data", "declarative", "inheritance.json")))
                .RootElement.EnumerateArray()
        )
        {
            Assert.StartsWith(
                "https://docs.aws.amazon.com/organizations/",
                vector.GetProperty("page").GetString(),
                StringComparison.Ordinal
            );
            var merged = DeclarativeInheritance.Merge(
                vector
                    .GetProperty("levels")
                    .EnumerateArray()
                    .Select(
                        (level, l) =>
                            level
                                .EnumerateArray()
                                .Select((policy, p) => Document($"{l}.{p}", policy.GetRawText()))
                                .ToImmutableArray()
                    )
            );
            var expected = vector.GetProperty("effective");
            if (expected.ValueKind == JsonValueKind.Null)
                Assert.Null(merged.Json);
            else
                Assert.True(
                    JsonElement.DeepEquals(expected, JsonDocument.Parse(merged.Json!).RootElement),
                    $"{vector.GetProperty("note")}: {merged.Json}"
                );
            Assert.Equal(
                vector.GetProperty("ignored").EnumerateArray().Select(p => p.GetString()),
                merged.Ignored.Select(i => i.Pointer)
            );
        }
    }

    [Fact]
    public void Each_value_names_the_policies_that_set_it()
    {
        var merged = DeclarativeInheritance.Merge([
            [
                Document(
                    "root",
                    """{"ec2_attributes":{"allowed_images_settings":{"state":{"@@assign":"enabled"},"image_criteria":{"criteria_1":{"allowed_image_providers":{"@@assign":["amazon"]}}}}}}"""
                ),
            ],
            [
                Document(
                    "ou",
                    """{"ec2_attributes":{"allowed_images_settings":{"image_criteria":{"criteria_1":{"allowed_image_providers":{"@@append":["111122223333"]}}}}}}"""
                ),
            ],
        ]);
        Assert.Equal(["root"], merged.Sources["/ec2_attributes/allowed_images_settings/state"]);
        Assert.Equal(
            ["root", "ou"],
            merged.Sources["/ec2_attributes/allowed_images_settings/image_criteria/criteria_1/allowed_image_providers"]
        );
    }

    /// <summary>
    /// Organizations user guide, "Inheritance examples", example 6: of several policies on one target the first attached wins. One that
    /// appends between does not become the first.
    /// </summary>
    [Fact]
    public void Of_three_policies_on_one_target_the_first_is_named_to_each_that_comes_too_late()
    {
        const string Assign = """{"tags":{"project":{"tag_value":{"@@assign":["x"]}}}}""";
        const string Append = """{"tags":{"project":{"tag_value":{"@@append":["y"]}}}}""";
        var merged = DeclarativeInheritance.Merge([
            [Document("first", Assign), Document("second", Append), Document("third", Assign)],
        ]);
        var ignored = Assert.Single(merged.Ignored);
        Assert.Equal(("third", "`first` was attached to the same target first"), (ignored.Policy, ignored.Reason));
    }

    /// <summary>What the generator locks, no child policy changes: whatever it says about images.</summary>
    [Fact]
    public void No_child_policy_changes_a_generated_policy()
    {
        var policy = new DeclarativePolicy
        {
            State = AllowedImagesState.Enabled,
            States = DeclarativeAttributes.WithState.ToImmutableSortedDictionary(a => a.Name, a => a.Strongest),
            Criteria =
            [
                new ImageCriterion(["amazon", "111122223333"], null),
                new ImageCriterion(
                    ["222233334444"],
                    new ImageCriteria { ImageNames = ["golden-*"], MaximumDaysSinceCreated = 90 }
                ),
            ],
        };
        var parent = Document(
            "ours",
            System.Text.Encoding.UTF8.GetString(DeclarativePolicyWriter.Organizations(policy, indented: false))
        );
        var alone = DeclarativeInheritance
            .Merge([
                [parent],
            ])
            .Json;
        ChildPolicy.Sample(
            child =>
                Assert.Equal(
                    alone,
                    DeclarativeInheritance
                        .Merge([
                            [parent],
                            [Document("child", child)],
                        ])
                        .Json
                ),
            iter: TestScale.Samples(2000)
        );
    }

    private static Gen<string> ChildPolicy
    {
        get
        {
            var op = Choose.From("@@assign", "@@append", "@@remove");
            var list = Gen.Select(
                op,
                Choose.From("amazon", "111122223333", "999988887777", "golden-*", "*"),
                (o, value) => $$"""{"{{o}}":["{{value}}"]}"""
            );
            var number = Gen.Select(op, Gen.Int[0, 999], (o, days) => $$"""{"{{o}}":{{days}}}""");
            var state = Gen.Select(
                op,
                Choose.From("disabled", "audit_mode", "unblocked"),
                (o, value) => $$"""{"{{o}}":"{{value}}"}"""
            );
            var criterion = Gen.OneOf(
                Gen.Select(
                    Choose.From("allowed_image_providers", "image_names", "marketplace_product_codes"),
                    list,
                    (key, value) => Nest(value, key)
                ),
                number.Select(n => Nest(n, "creation_date_condition", "maximum_days_since_created"))
            );
            var control = Choose.From("", "\"@@operators_allowed_for_child_policies\":[\"@@all\"],");
            return Gen.OneOf(
                Gen.Select(
                    control,
                    state,
                    (c, s) => Nest($"{{{c}\"state\":{s}}}", "ec2_attributes", "allowed_images_settings")
                ),
                Gen.Select(
                    control,
                    state,
                    (c, s) => Nest($"{{{c}\"state\":{s}}}", "ec2_attributes", "image_block_public_access")
                ),
                Gen.Select(
                    control,
                    Gen.Int[1, 10],
                    criterion,
                    (c, n, k) =>
                        Nest(
                            $"{{{c}\"criteria_{n}\":{k}}}",
                            "ec2_attributes",
                            "allowed_images_settings",
                            "image_criteria"
                        )
                )
            );
        }
    }

    private static string Nest(string value, params string[] keys) =>
        keys.Reverse().Aggregate(value, (inner, key) => $"{{\"{key}\":{inner}}}");

    private static InheritedDocument Document(string name, string json)
    {
        var bag = new DiagnosticBag();
        var tree = JsonParser.Parse(SourceText.FromString(name, json), bag);
        Assert.False(bag.HasErrors, json);
        return new InheritedDocument(name, tree!.Root);
    }
}
