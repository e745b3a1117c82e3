using System.Collections.Immutable;
using AmiGovernance.Console.Pages;
using AmiGovernance.Core.Base.Text;

namespace AmiGovernance.Cli.Features.Reporting.Served;

/// <summary>What somebody decides in the console: a command, shown before it runs.</summary>
/// <param name="Title">Such as `Approve CLOUD-1234`.</param>
/// <param name="Words">Of the command line.</param>
internal sealed record ServedDecision(string Title, ImmutableArray<string> Words)
{
    /// <summary>The files that the command writes and does not commit itself.</summary>
    public ImmutableArray<string> Files { get; init; } = [];

    /// <summary>One word of a command line: its value may begin with anything.</summary>
    public static string Option(string name, string value) => string.Concat("--", name, "=", value);

    public string CommandLine => $"amigov {string.Join(' ', Words.Select(ShellFormat.Escape))}";

    /// <summary>What is missing, or has changed since it was shown; null when it can be shown and done.</summary>
    public string? Problem { get; init; }

    /// <summary>What is decided on, in the words of its page.</summary>
    public ImmutableArray<Fact> About { get; init; } = [];

    /// <param name="who">By whom it is committed.</param>
    /// <param name="branch">On which.</param>
    /// <param name="request">What was sent: it is sent again, with the word that it is meant.</param>
    public Page Preview(string who, string branch, PageRequest request) =>
        new(Title)
        {
            Answer = new Cell("Nothing is written yet.", Tone.Quiet),
            Sections =
            [
                new Section("preview", "This will be done")
                {
                    Blocks =
                    [
                        new Facts([new Fact("by", who), new Fact("as", $"a commit on the branch {branch}"), .. About]),
                        new CommandText(CommandLine),
                        new Form(request.Path, Title, [.. Again(request)]) { Changes = true },
                        new Paragraph(new Cell("Back without doing it", Link: request.Path)),
                    ],
                },
            ],
        };

    private static IEnumerable<Field> Again(PageRequest request) =>
        request
            .Values.Where(v => v.Key is not ("proof" or "meant"))
            .Select(v => new Field(v.Key, v.Key, FieldKind.Hidden) { Value = v.Value })
            .Append(new Field("meant", "meant", FieldKind.Hidden) { Value = "yes" });
}
