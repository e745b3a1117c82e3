#:property ManagePackageVersionsCentrally=false
#:property PublishAot=false
#:property RunAnalyzers=false
#:property EnforceCodeStyleInBuild=false

// Brings src/AmiGovernance.Core/Governance/Facts/Data/known-publishers.txt up to date from public lists.
//
//     dotnet run scripts/refresh-known-publishers.cs -- DATE NAME=PLACE...            writes the table
//     dotnet run scripts/refresh-known-publishers.cs -- --check DATE NAME=PLACE...    writes nothing; exit code 1 when it would change
//
// DATE is the day on which the lists were read, NAME is what the table says as their source, PLACE is a file or an address:
//   - output of `aws ec2 describe-images --owners ACCOUNT`: what it says of an account's alias is measured
//   - any other text, such as a publisher's page on its images: accounts of the table that it names get the day and the source
// Accounts that are named and not in the table, and images whose names fit a family and whose owner is no publisher of it, are
// listed for people: nothing is added by itself.

using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;

const string Table = "src/AmiGovernance.Core/Governance/Facts/Data/known-publishers.txt";

var isCheck = args.Contains("--check");
var rest = args.Where(a => a != "--check").ToArray();
if (
    rest.Length < 2
    || !DateOnly.TryParseExact(rest[0], "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out _)
)
{
    Console.Error.WriteLine("usage: refresh-known-publishers.cs [--check] DATE NAME=PLACE...");
    return 2;
}

var date = rest[0];
var lines = File.ReadAllText(Table).Split('\n');
foreach (var list in rest[1..])
{
    var parts = list.Split('=', 2);
    var text = await Read(parts[1]);
    if (text.TrimStart().StartsWith('{'))
        Measure(parts[0], text);
    else
        Name(parts[0], text);
}

var written = string.Join('\n', lines);
var isSame = written == File.ReadAllText(Table);
if (!isSame && !isCheck)
    File.WriteAllText(Table, written);
Console.WriteLine(
    isSame ? "as the table says"
    : isCheck ? "the table would change"
    : "the table has changed"
);
return isCheck && !isSame ? 1 : 0;

static async Task<string> Read(string place)
{
    if (!place.Contains("://"))
        return File.ReadAllText(place);
    using var client = new HttpClient();
    return await client.GetStringAsync(place);
}

void Measure(string source, string json)
{
    using var document = JsonDocument.Parse(json);
    foreach (var image in document.RootElement.GetProperty("Images").EnumerateArray())
    {
        var owner = image.GetProperty("OwnerId").GetString()!;
        var alias = image.TryGetProperty("ImageOwnerAlias", out var value) ? value.GetString()! : "-";
        var at = Row(owner);
        if (at >= 0)
            Set(at, (3, alias), (5, "measured"), (6, date), (7, source));
        else if (image.TryGetProperty("Name", out var name) && Family(name.GetString()!) is { } family)
            Console.WriteLine($"{source}: {owner} ({alias}) has an image of {family}, and is not in the table");
    }
}

void Name(string source, string text)
{
    foreach (var account in Regex.Matches(text, @"(?<!\d)\d{12}(?!\d)").Select(m => m.Value).Distinct().Order())
    {
        var at = Row(account);
        if (at < 0)
            Console.WriteLine($"{source}: names {account}, which is not in the table");
        else if (lines[at].Split('|')[5] == "unverified")
            Set(at, (6, date), (7, source));
    }
}

int Row(string account) => Array.FindIndex(lines, l => l.StartsWith("account|") && l.Split('|')[2] == account);

void Set(int at, params (int Field, string Value)[] changes)
{
    var fields = lines[at].Split('|');
    foreach (var (field, value) in changes)
        fields[field] = value.Replace('|', '/');
    lines[at] = string.Join('|', fields);
}

string? Family(string name) =>
    lines
        .Where(l => l.StartsWith("name|"))
        .Select(l => l.Split('|'))
        .FirstOrDefault(f => name.StartsWith(f[1].Split('#')[0], StringComparison.OrdinalIgnoreCase))
        ?[2];
