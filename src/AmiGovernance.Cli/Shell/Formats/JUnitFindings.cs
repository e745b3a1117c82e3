using System.Globalization;
using System.Text;
using System.Xml;
using AmiGovernance.Core.Base.Diagnostics;
using AmiGovernance.Core.Base.Text;
using AmiGovernance.Core.Features.Reporting;

namespace AmiGovernance.Cli.Shell.Formats;

/// <summary>Findings as JUnit XML: one test case per finding, failed for errors; one passed case when there is none.</summary>
internal static class JUnitFindings
{
    public static string Render(FindingsReport report)
    {
        var text = new StringBuilder();
        using (
            var writer = XmlWriter.Create(
                text,
                new XmlWriterSettings
                {
                    Indent = true,
                    NewLineChars = "\n",
                    OmitXmlDeclaration = true,
                }
            )
        )
        {
            writer.WriteStartElement("testsuites");
            writer.WriteStartElement("testsuite");
            writer.WriteAttributeString("name", $"amigov {report.Command}");
            writer.WriteAttributeString(
                "tests",
                Math.Max(1, report.Findings.Length).ToString(CultureInfo.InvariantCulture)
            );
            // Of the cases below: those that are not listed are told by one of them.
            var failures = report.Findings.Count(f => f.Severity == Severity.Error);
            writer.WriteAttributeString("failures", failures.ToString(CultureInfo.InvariantCulture));
            writer.WriteAttributeString("errors", "0");
            foreach (var finding in report.Findings)
                WriteCase(writer, finding);
            if (report.Findings.IsEmpty)
            {
                writer.WriteStartElement("testcase");
                writer.WriteAttributeString("classname", "amigov");
                writer.WriteAttributeString("name", report.Command);
                writer.WriteEndElement();
            }
            writer.WriteEndElement();
            writer.WriteEndElement();
        }
        return $"<?xml version=\"1.0\" encoding=\"utf-8\"?>\n{text}\n";
    }

    private static void WriteCase(XmlWriter writer, Diagnostic finding)
    {
        var start = finding.Location.Start;
        var path = Sanitize.Text(finding.Location.Source.Path);
        writer.WriteStartElement("testcase");
        writer.WriteAttributeString("classname", path);
        writer.WriteAttributeString(
            "name",
            string.Create(
                CultureInfo.InvariantCulture,
                $"{finding.Code} {finding.Descriptor.Title} (line {start.Line}, column {start.Column})"
            )
        );
        writer.WriteAttributeString("file", path);
        writer.WriteAttributeString("line", start.Line.ToString(CultureInfo.InvariantCulture));
        var isError = finding.Severity == Severity.Error;
        writer.WriteStartElement(isError ? "failure" : "system-out");
        if (isError)
        {
            writer.WriteAttributeString("type", finding.Code);
            writer.WriteAttributeString("message", finding.Message);
        }
        var help = finding.Help is null ? "" : $"\nhelp: {finding.Help}";
        writer.WriteString($"{finding.Severity.Name()}: {finding.Message}{help}");
        writer.WriteEndElement();
        writer.WriteEndElement();
    }
}
