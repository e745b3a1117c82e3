#:package Microsoft.CodeAnalysis.CSharp@5.12.0
#:property ManagePackageVersionsCentrally=false
#:property PublishAot=false
#:property RunAnalyzers=false
#:property EnforceCodeStyleInBuild=false
#:property NoWarn=CS1587;CA1050

// Measures the house (docs/decisions/0014-the-house-rebuilt.md).
//
//     dotnet run scripts/house.cs                      the table, for src and tools
//     dotnet run scripts/house.cs -- --places FOLDER   and every place below a folder that breaks a limit
//     dotnet run scripts/house.cs -- --check           exit code 1 when a limit is broken (.ci/run)
//     dotnet run scripts/house.cs -- --root FOLDER     the table of another code base
//
// A branch is a place where control goes one of two ways: if, a loop, a case, an arm of a switch expression other than `_`, catch,
// when, `?:`, `&&`, `||`, `??`, `??=`, `?.`, and `or` and `and` in patterns. A lambda counts to the member it stands in.

using System.Globalization;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

const double MostBranchesPer100Lines = 14;
const int MostBranchesInMethod = 15;
const int MostLinesInMethod = 40;
const int LongestLine = 140;
const int LongestFile = 400;
const int MedianFile = 80;

var check = args.Contains("--check");
var places = Value("--places");
string[] roots = (places ?? Value("--root")) is { } given ? [given] : ["src", "tools"];
var files = roots
    .SelectMany(root => Directory.EnumerateFiles(root, "*.cs", SearchOption.AllDirectories))
    .Select(f => f.Replace('\\', '/'))
    .Where(f => !f.Contains("/obj/") && !f.Contains("/bin/"))
    .Order(StringComparer.Ordinal)
    .Select(f => new MeasuredFile(f, File.ReadAllText(f)))
    .ToList();

var broken = files.SelectMany(f => f.Broken()).ToList();
if (places is not null || check)
    foreach (var place in broken)
        Console.WriteLine(place);
var perHundred = PrintTable();
var median = Median(files.Select(f => f.Lines));
var fits = broken.Count == 0 && perHundred < MostBranchesPer100Lines && median < MedianFile;
if (check && !fits)
    Console.WriteLine($"the house does not hold: {broken.Count} places, or a figure of the table is beyond its limit");
return check && !fits ? 1 : 0;

string? Value(string name)
{
    var at = Array.IndexOf(args, name);
    return at >= 0 && at + 1 < args.Length ? args[at + 1] : null;
}

double PrintTable()
{
    var lines = files.Sum(f => f.Lines);
    var branches = files.Sum(f => f.Branches) * 100.0 / lines;
    var texts = files.SelectMany(f => f.TextLines).ToList();
    Row("files", files.Count, "");
    Row("lines", lines, "");
    Row("branches per 100 lines", branches, $"< {MostBranchesPer100Lines}");
    Row("branches and members per 100 lines", files.Sum(f => f.Branches + f.Members) * 100.0 / lines, "");
    Row($"methods with more than {MostBranchesInMethod} branches", files.Sum(f => f.BranchyMethods.Count()), "0");
    Row($"methods over {MostLinesInMethod} lines", files.Sum(f => f.LongMethods.Count()), "0");
    Row("nested or interpolated ternaries per 1,000 lines", files.Sum(f => f.Ternaries.Count()) * 1000.0 / lines, "0");
    Row("pattern variables in ternaries in initialisers", files.Sum(f => f.PatternTernaries.Count()), "0");
    Row("lines over 120 columns, %", texts.Count(t => t.Length > 120) * 100.0 / lines, "");
    Row($"lines over {LongestLine} columns, without string literals", files.Sum(f => f.LongLines.Count()), "0");
    Row("characters per line", texts.Average(t => t.Length), "");
    Row(
        "comment lines (//), %",
        texts.Count(t => t.TrimStart().StartsWith("//") && !t.TrimStart().StartsWith("///")) * 100.0 / lines,
        ""
    );
    Row("median file, lines", Median(files.Select(f => f.Lines)), $"< {MedianFile}");
    Row("90th percentile, lines", Percentile(files.Select(f => f.Lines), 0.9), "");
    Row("longest file, lines", files.Max(f => f.Lines), $"<= {LongestFile}");
    Row("static types, %", files.Sum(f => f.StaticTypes) * 100.0 / files.Sum(f => f.Types), "");
    Row("public types, %", files.Sum(f => f.PublicTypes) * 100.0 / files.Sum(f => f.Types), "");
    return branches;
}

static void Row(string name, double value, string limit) =>
    Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{name, -58} {value, 10:#,0.##} {limit, 8}"));

static int Median(IEnumerable<int> values) => Percentile(values, 0.5);

static int Percentile(IEnumerable<int> values, double part)
{
    var sorted = values.Order().ToList();
    return sorted[(int)((sorted.Count - 1) * part)];
}

internal sealed class MeasuredFile
{
    private readonly string path;
    private readonly SyntaxNode root;

    public MeasuredFile(string path, string text)
    {
        this.path = path;
        root = CSharpSyntaxTree
            .ParseText(text, CSharpParseOptions.Default.WithLanguageVersion(LanguageVersion.Preview))
            .GetRoot();
        TextLines = text.TrimEnd('\n').Split('\n');
        Branches = root.DescendantNodes().Count(IsBranch);
    }

    public string[] TextLines { get; }

    public int Lines => TextLines.Length;

    public int Branches { get; }

    public int Members => Bodies.Count();

    public int Types => root.DescendantNodes().OfType<BaseTypeDeclarationSyntax>().Count();

    public int PublicTypes => Having(SyntaxKind.PublicKeyword);

    public int StaticTypes => Having(SyntaxKind.StaticKeyword);

    /// Members with a body of their own.
    private IEnumerable<MemberDeclarationSyntax> Bodies =>
        root.DescendantNodes()
            .OfType<MemberDeclarationSyntax>()
            .Where(m => m is BaseMethodDeclarationSyntax or BasePropertyDeclarationSyntax);

    public IEnumerable<MemberDeclarationSyntax> BranchyMethods =>
        Bodies.Where(m => m.DescendantNodes().Count(IsBranch) > 15);

    public IEnumerable<MemberDeclarationSyntax> LongMethods => Bodies.Where(m => LinesOf(m) > 40);

    public IEnumerable<ConditionalExpressionSyntax> Ternaries =>
        root.DescendantNodes()
            .OfType<ConditionalExpressionSyntax>()
            .Where(t =>
                t.Ancestors()
                    .TakeWhile(IsSameExpression)
                    .Any(a => a is ConditionalExpressionSyntax or InterpolationSyntax)
            );

    public IEnumerable<ConditionalExpressionSyntax> PatternTernaries =>
        root.DescendantNodes()
            .OfType<ConditionalExpressionSyntax>()
            .Where(t => t.Condition.DescendantNodes().Any(n => n is SingleVariableDesignationSyntax))
            .Where(t => t.Ancestors().TakeWhile(IsSameExpression).Any(IsInitialiser));

    public IEnumerable<int> LongLines
    {
        get
        {
            var literals = root.DescendantTokens()
                .Where(t => t.Kind() is SyntaxKind.StringLiteralToken or SyntaxKind.InterpolatedStringTextToken)
                .Concat(
                    root.DescendantTokens()
                        .Where(t =>
                            t.Kind()
                                is SyntaxKind.SingleLineRawStringLiteralToken
                                    or SyntaxKind.MultiLineRawStringLiteralToken
                        )
                )
                .SelectMany(t => Enumerable.Range(Line(t.SpanStart), Line(t.Span.End) - Line(t.SpanStart) + 1))
                .ToHashSet();
            for (var i = 0; i < Lines; i++)
                if (TextLines[i].Length > 140 && !literals.Contains(i + 1))
                    yield return i + 1;
        }
    }

    public IEnumerable<string> Broken()
    {
        foreach (var method in BranchyMethods)
            yield return $"{At(method)} {Name(method)}: {method.DescendantNodes().Count(IsBranch)} branches";
        foreach (var method in LongMethods)
            yield return $"{At(method)} {Name(method)}: {LinesOf(method)} lines";
        foreach (var ternary in Ternaries)
            yield return $"{At(ternary)} nested or interpolated ternary";
        foreach (var ternary in PatternTernaries)
            yield return $"{At(ternary)} pattern variable in a ternary in an initialiser";
        foreach (var line in LongLines)
            yield return $"{path}:{line}: longer than 140 columns";
        if (Lines > 400)
            yield return $"{path}: {Lines} lines";
    }

    private static bool IsBranch(SyntaxNode node) =>
        node switch
        {
            IfStatementSyntax or ConditionalExpressionSyntax or CatchClauseSyntax or WhenClauseSyntax => true,
            ForStatementSyntax or CommonForEachStatementSyntax or WhileStatementSyntax or DoStatementSyntax => true,
            CaseSwitchLabelSyntax or CasePatternSwitchLabelSyntax or ConditionalAccessExpressionSyntax => true,
            SwitchExpressionArmSyntax arm => arm.Pattern is not DiscardPatternSyntax,
            BinaryPatternSyntax => true,
            BinaryExpressionSyntax binary => binary.Kind()
                is SyntaxKind.LogicalAndExpression
                    or SyntaxKind.LogicalOrExpression
                    or SyntaxKind.CoalesceExpression,
            AssignmentExpressionSyntax assignment => assignment.IsKind(SyntaxKind.CoalesceAssignmentExpression),
            _ => false,
        };

    /// A lambda and a statement are a new beginning: what stands in them is read by itself.
    private static bool IsSameExpression(SyntaxNode node) =>
        node
            is not (
                StatementSyntax
                or AnonymousFunctionExpressionSyntax
                or MemberDeclarationSyntax
                or SwitchExpressionArmSyntax
            );

    private static bool IsInitialiser(SyntaxNode node) =>
        node is InitializerExpressionSyntax or CollectionExpressionSyntax or AnonymousObjectCreationExpressionSyntax;

    private int Having(SyntaxKind modifier) =>
        root.DescendantNodes().OfType<BaseTypeDeclarationSyntax>().Count(t => t.Modifiers.Any(modifier));

    private int LinesOf(SyntaxNode node) => Line(node.Span.End) - Line(node.SpanStart) + 1;

    private int Line(int position) =>
        root.SyntaxTree.GetLineSpan(new Microsoft.CodeAnalysis.Text.TextSpan(position, 0)).StartLinePosition.Line + 1;

    private string At(SyntaxNode node) => $"{path}:{Line(node.SpanStart)}:";

    private static string Name(MemberDeclarationSyntax member) =>
        member switch
        {
            MethodDeclarationSyntax method => method.Identifier.Text,
            ConstructorDeclarationSyntax constructor => constructor.Identifier.Text,
            PropertyDeclarationSyntax property => property.Identifier.Text,
            _ => member.Kind().ToString(),
        };
}
