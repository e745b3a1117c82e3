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

    private const string Person = "shown-by";

    private const string Branch = "shown-branch";

    private const string Back = "back";

    /// <summary>What was otherwise when it was shown: another person, another branch; null when it is as it was.</summary>
    /// <param name="who">By whom it would be committed now.</param>
    /// <param name="branch">On which.</param>
    /// <param name="request">What the preview sent back.</param>
    public static string? Moved(string who, string branch, PageRequest request)
    {
        if (request.Value(Person).Length == 0)
            return "what would be done was not shown before: look at it first";
        if (request.Value(Person) != who)
            return $"it was shown as {request.Value(Person)}, and git names {who} now: look at it again";
        return request.Value(Branch) == branch
            ? null
            : $"it was shown on the branch {request.Value(Branch)}, and {branch} is checked out now: look at it again";
    }

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
                        new Form(request.Path, Title, [.. Again(who, branch, request)]) { Changes = true },
                        new Form(request.Path, "Back without doing it", [.. Given(request), Hidden(Back, "yes")])
                        {
                            Changes = true,
                        },
                    ],
                },
            ],
        };

    /// <summary>What was filled in is shown again, and nothing is done.</summary>
    public static bool IsTakenBack(PageRequest request) => request.Value(Back).Length > 0;

    private static IEnumerable<Field> Given(PageRequest request) =>
        request
            .Values.Where(v => v.Key is not ("proof" or "meant" or Back or Person or Branch))
            .Select(v => Hidden(v.Key, v.Value));

    private static IEnumerable<Field> Again(string who, string branch, PageRequest request) =>
        Given(request).Append(Hidden("meant", "yes")).Append(Hidden(Person, who)).Append(Hidden(Branch, branch));

    private static Field Hidden(string name, string value) => new(name, name, FieldKind.Hidden) { Value = value };
}
