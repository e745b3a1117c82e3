using AmiGovernance.Core.Base.Identifiers;
using AmiGovernance.Core.Features.Calibration;

namespace AmiGovernance.Tests.Features.Calibration;

public sealed class CorrectionMarksTests
{
    private static readonly string Page = CorrectionMarks.Apply(
        File.ReadAllText(RepositoryRoot.File("docs", "corrections.md")),
        []
    );

    private static MeasuredFact Fact(string experiment, string value, Partition partition = Partition.Aws) =>
        new(experiment, value, new DateOnly(2026, 11, 30), partition, "us-east-1", "77aa0d2c4f5e", "lab");

    [Fact]
    public void A_fact_has_its_mark_wherever_the_tables_name_it()
    {
        var marked = CorrectionMarks.Apply(Page, [Fact("scp-characters", "10240")]);
        Assert.Contains(
            "(`fact:scp-characters` (**measured**: scp-characters in aws is `10240`), `fact:declarative-characters`",
            marked,
            StringComparison.Ordinal
        );
        Assert.DoesNotContain("none has been handed in yet", marked, StringComparison.Ordinal);
    }

    [Fact]
    public void A_point_has_the_marks_of_all_that_settle_it()
    {
        var marked = CorrectionMarks.Apply(
            Page,
            [
                Fact("launch-denied", "OperationNotPermitted"),
                Fact("launch-denied", "UnsupportedOperation", Partition.AwsCn),
                Fact("denial-text", "without"),
            ]
        );
        Assert.Contains(
            "\n1. (**measured**: denial-text in aws is `without`; launch-denied in aws is `OperationNotPermitted`; "
                + "launch-denied in aws-cn is `UnsupportedOperation`) The error code",
            marked,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void A_later_answer_takes_the_place_of_the_earlier_one()
    {
        var before = CorrectionMarks.Apply(Page, [Fact("none-provider", "accepted")]);
        var after = CorrectionMarks.Apply(before, [Fact("none-provider", "refused")]);
        Assert.Equal(CorrectionMarks.Apply(Page, [Fact("none-provider", "refused")]), after);
        Assert.DoesNotContain("accepted`)", after, StringComparison.Ordinal);
    }

    /// <summary>What no experiment names on the page would be measured and marked nowhere.</summary>
    [Fact]
    public void Every_experiment_has_a_place_on_the_page() =>
        Assert.All(
            ExperimentFiles.All,
            experiment =>
                Assert.NotEqual(Page, CorrectionMarks.Apply(Page, [Fact(experiment.Name, experiment.Answers[0].Value)]))
        );
}
