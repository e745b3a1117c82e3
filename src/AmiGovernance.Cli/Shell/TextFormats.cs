global using MarkdownText = AmiGovernance.Core.Base.Text.Escaped<AmiGovernance.Core.Base.Text.MarkdownFormat>;
global using PlainText = AmiGovernance.Core.Base.Text.Escaped<AmiGovernance.Core.Base.Text.PlainFormat>;
global using ShellText = AmiGovernance.Core.Base.Text.Escaped<AmiGovernance.Core.Base.Text.ShellFormat>;
