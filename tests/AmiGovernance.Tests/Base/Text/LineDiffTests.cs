using AmiGovernance.Core.Base.Text;
using CsCheck;

namespace AmiGovernance.Tests.Base.Text;

public sealed class LineDiffTests
{
    private static readonly Gen<string> Texts = Gen.Int[0, 3]
        .Select(i => "abcd"[i].ToString())
        .List[0, 12]
        .Select(lines => string.Concat(lines.Select(l => l + "\n")));

    private static string Side(IEnumerable<DiffLine> diff, char leftOut) =>
        string.Concat(diff.Where(l => l.Mark != leftOut).Select(l => l.Text + "\n"));

    [Fact]
    public void Both_texts_can_be_read_from_it() =>
        Gen.Select(Texts, Texts)
            .Sample(
                (before, after) =>
                {
                    var diff = LineDiff.Between(before, after, context: 100);
                    // Without any change nothing is shown at all.
                    if (before == after)
                        return diff.IsEmpty;
                    return Side(diff, '+') == before && Side(diff, '-') == after;
                },
                iter: TestScale.Samples(2_000),
                seed: "0000KeyUzkM3"
            );

    [Fact]
    public void It_changes_no_more_than_it_must()
    {
        var diff = LineDiff.Between("a\nb\nc\nd\ne\nf\n", "a\nb\nX\nd\ne\nf\n", context: 1);
        Assert.Equal(" b|-c|+X| d", string.Join('|', diff.Select(l => $"{l.Mark}{l.Text}")));
    }

    [Fact]
    public void What_is_left_out_between_two_changes_shows()
    {
        var diff = LineDiff.Between("a\nb\nc\nd\ne\n", "X\nb\nc\nd\nY\n", context: 1);
        Assert.Equal("-a|+X| b| …| d|-e|+Y", string.Join('|', diff.Select(l => $"{l.Mark}{l.Text}")));
    }
}
