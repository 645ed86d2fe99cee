"""GOV.UK-style form rendering: docs/forms.md shows how a view, a form and a page look."""
