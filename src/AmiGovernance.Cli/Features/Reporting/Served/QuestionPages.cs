using AmiGovernance.Cli.Features.Mcp;
using AmiGovernance.Cli.Features.Trail;
using AmiGovernance.Cli.Shell;
using AmiGovernance.Console.Pages;

namespace AmiGovernance.Cli.Features.Reporting.Served;

/// <summary>Questions that a command answers: its own words stand on the page.</summary>
/// <param name="judgement">Configuration and policies of the console.</param>
/// <param name="inventory">The inventory's database file; null for the usual one, if it is there.</param>
/// <param name="verify">All options of a verification; null where AWS is left alone.</param>
internal sealed class QuestionPages(
    AskedCommand commands,
    JudgementArguments judgement,
    string? inventory,
    string[]? verify
)
{
    private string Config => ServedDecision.Option("config", judgement.Config);

    private IEnumerable<string> Inventory => inventory is null ? [] : [ServedDecision.Option("db", inventory)];

    public static Page Explain(PageRequest request, AskedAnswer? answer) =>
        new("Explain an error")
        {
            Answer = answer is null ? null : Explained(answer),
            Sections =
            [
                .. answer?.ExitCode == ExitCodes.BadCommandLine ? [] : Said(answer),
                new Section("ask", "What did AWS say?")
                {
                    Lead = "Paste the whole error, encoded message included. Nothing of it leaves this machine.",
                    Blocks =
                    [
                        new Form(
                            "/explain",
                            "Explain",
                            [
                                new Field("error", "Error", FieldKind.Lines)
                                {
                                    Value = request.Value("error"),
                                    IsRequired = true,
                                },
                                Field.Line(
                                    request,
                                    "account",
                                    "Account",
                                    "12 digits; where the error does not say it",
                                    isRequired: false
                                ),
                                Field.Line(request, "region", "Region", "such as eu-central-1", isRequired: false),
                            ]
                        )
                        {
                            Changes = true,
                        },
                    ],
                },
            ],
        };

    private static Cell Explained(AskedAnswer answer) =>
        answer.ExitCode switch
        {
            ExitCodes.No => new Cell("Explained: the call is denied.", Tone.Good),
            ExitCodes.BadCommandLine => new Cell(
                "This is no error that AWS gives a call, or it does not say whose call it was: paste the whole text, and the account.",
                Tone.Warning
            ),
            _ => Ended(answer),
        };

    public async Task<Page> Explained(PageRequest request, CancellationToken cancel) =>
        Explain(
            request,
            await commands.Run(
                [
                    "explain",
                    Config,
                    ServedDecision.Option("policies", judgement.Policies),
                    .. Inventory,
                    ServedDecision.Option("from-error", request.Value("error")),
                    .. Given(request, "account"),
                    .. Given(request, "region"),
                ],
                null,
                cancel
            )
        );

    public async Task<Page> Find(PageRequest request, CancellationToken cancel)
    {
        var need = request.Value("need").Trim();
        var answer =
            need.Length == 0
                ? null
                : await commands.Run(
                    [
                        "images",
                        "find",
                        Config,
                        .. Inventory,
                        .. Given(request, "region"),
                        .. Given(request, "account"),
                        "--",
                        need,
                    ],
                    null,
                    cancel
                );
        return new Page("Find an approved image")
        {
            Answer = answer is null ? null : Ended(answer),
            Sections = [.. Said(answer), new Section("ask", "What do you need?") { Blocks = [NeedForm(request)] }],
        };
    }

    private static Form NeedForm(PageRequest request) =>
        new(
            "/find",
            "Find",
            [
                Field.Line(request, "need", "Need", "such as ubuntu 24.04 arm64"),
                Field.Line(request, "region", "Region", "such as eu-central-1"),
                Field.Line(request, "account", "Account", "12 digits; empty for any", isRequired: false),
            ]
        );

    public static Page Verification(AskedAnswer? answer) =>
        new("Verification")
        {
            Answer = answer is null ? null : Ended(answer),
            Sections =
            [
                .. Said(answer),
                new Section("run", "Verify now")
                {
                    Lead =
                        "The runbook's tests in the accounts, by dry run: nothing is launched, created or shared. Takes a minute in a large"
                        + " organization, and needs credentials.",
                    Blocks = [new Form("/verification", "Run `amigov verify`", []) { Changes = true }],
                },
            ],
        };

    public async Task<Page> Verified(CancellationToken cancel) =>
        verify is null
            ? new Page("Verification")
            {
                Answer = new Cell("AWS is left alone: the console was started with `--offline`.", Tone.Quiet),
            }
            : Verification(await commands.Run(["verify", Config, .. verify], null, cancel));

    private static IEnumerable<string> Given(PageRequest request, string name) =>
        request.Value(name).Trim() is { Length: > 0 } value ? [ServedDecision.Option(name, value)] : [];

    private static IEnumerable<Section> Said(AskedAnswer? answer)
    {
        if (answer is null)
            yield break;
        yield return new Section("answer", "Answer")
        {
            Blocks = [new Preformatted($"{answer.Out}{answer.Error}".TrimEnd(), "What the command said")],
        };
    }

    private static Cell Ended(AskedAnswer answer) =>
        answer.ExitCode switch
        {
            ExitCodes.Done => new Cell("Answered.", Tone.Good),
            ExitCodes.No => new Cell("The answer is no.", Tone.Bad),
            ExitCodes.Incomplete => new Cell("Answered in part: not all could be known.", Tone.Unknown),
            _ => new Cell("There is no answer.", Tone.Warning),
        };
}
